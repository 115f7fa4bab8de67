package spatial

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

var kernels = map[string]Kernel{
	"disc": Polynomial{0, 300}, "Epanechnikov": Polynomial{1, 300}, "quartic": Quartic(300),
	"triweight": Polynomial{3, 300}, "Gaussian": Gaussian{90},
}

// By symmetry: all of the kernel in the middle of a large square, half on its
// side, a quarter at its corner, none far away.
func TestMass(t *testing.T) {
	boundary := NewBoundary(NewLayer([]Area{{Code: "A", Polygons: [][][]Point{{square(0, 0, 10000)}}}}))
	for name, kernel := range kernels {
		for _, tt := range []struct {
			p    Point
			want float64
		}{
			{Point{5000, 5000}, 1},
			{Point{0, 5000}, 0.5},
			{Point{10000, 10000}, 0.25},
			{Point{20000, 0}, 0},
			{Point{5000, 10000}, 0.5},
			{Nowhere, 0},
		} {
			if got := boundary.Mass(kernel, tt.p); !near(got, tt.want, 1e-12) {
				t.Errorf("%s at %v: got %v, want %v", name, tt.p, got, tt.want)
			}
		}
	}
}

// The integral of a normal density over a rectangle is a product of differences of
// the normal distribution function.
func TestMassOfGaussianInRectangle(t *testing.T) {
	boundary := NewBoundary(NewLayer([]Area{{Code: "A", Polygons: [][][]Point{{{{0, 0}, {800, 0}, {800, 500}, {0, 500}}}}}}))
	phi := func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
	for _, p := range []Point{{400, 250}, {10, 490}, {-200, 30}, {799, 1}, {900, 700}} {
		for _, sd := range []float64{40, 150, 1000} {
			want := (phi((800-p.E)/sd) - phi(-p.E/sd)) * (phi((500-p.N)/sd) - phi(-p.N/sd))
			if got := boundary.Mass(Gaussian{sd}, p); !near(got, want, 1e-12) {
				t.Errorf("%v, sd %v: got %v, want %v", p, sd, got, want)
			}
		}
	}
}

// Against the sum over the squares of a fine grid whose centres lie inside: a ring
// of random rays with a hole, cut in two areas that share an edge.
func TestMassOfPolygon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(4, 12).Draw(t, "n")
		ring := make([]Point, n)
		for i := range ring {
			sin, cos := math.Sincos(2 * math.Pi * (float64(i) + 0.5) / float64(n))
			radius := rapid.Float64Range(150, 900).Draw(t, "radius")
			ring[i] = Point{500 + radius*cos, 500 + radius*sin}
		}
		hole := square(470, 470, 60) // within the circle of 150·cos(45°) about the middle
		half := n / 2
		west := append(append([]Point{}, ring[:half+1]...), Point{500, 500})
		east := append(append([]Point{}, ring[half:]...), ring[0], Point{500, 500})
		whole := NewLayer([]Area{{Code: "A", Polygons: [][][]Point{{ring}}}})
		parts := NewLayer([]Area{{Code: "A", Polygons: [][][]Point{{west}}}, {Code: "B", Polygons: [][][]Point{{east}}}})
		holed := NewLayer([]Area{{Code: "A", Polygons: [][][]Point{{ring, hole}}}})
		p := Point{rapid.Float64Range(-500, 1500).Draw(t, "e"), rapid.Float64Range(-500, 1500).Draw(t, "n")}
		kernel := Quartic(rapid.Float64Range(100, 600).Draw(t, "h"))
		mass := NewBoundary(whole).Mass(kernel, p)
		if got := NewBoundary(parts).Mass(kernel, p); !near(got, mass, 1e-9) {
			t.Fatalf("in two parts: got %v, want %v", got, mass)
		}
		if got, want := mass, gridMass(whole, kernel, p); !near(got, want, 0.02) {
			t.Fatalf("whole: got %v, want about %v", got, want)
		}
		if n < 6 { // the ring may come nearer than the hole's corners
			return
		}
		if got, want := NewBoundary(holed).Mass(kernel, p), gridMass(holed, kernel, p); !near(got, want, 0.02) {
			t.Fatalf("with a hole: got %v, want about %v", got, want)
		}
	})
}

func gridMass(l *Layer, kernel Kernel, place Point) float64 {
	const steps = 80
	step := 2 * kernel.Reach() / steps
	inside, all := 0.0, 0.0
	for j := range steps {
		for i := range steps {
			p := Point{place.E - kernel.Reach() + (float64(i)+0.5)*step, place.N - kernel.Reach() + (float64(j)+0.5)*step}
			k := kernel.At(distance2(place, p))
			all += k
			if k > 0 && l.Find(p) >= 0 {
				inside += k
			}
		}
	}
	return inside / all
}

// Each kernel integrates to 1: by circles.
func TestKernelsIntegrateToOne(t *testing.T) {
	for name, kernel := range kernels {
		integral, step := 0.0, 0.05
		for r := step / 2; r < 900; r += step {
			integral += 2 * math.Pi * r * kernel.At(r*r) * step
		}
		if !near(integral, 1, 1e-4) {
			t.Errorf("%s: got %v, want 1", name, integral)
		}
	}
}

func BenchmarkMasses(b *testing.B) {
	ring := make([]Point, 2000)
	for k := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(len(ring)))
		ring[k] = Point{5000 + 4900*cos + float64(k%7), 5000 + 4900*sin}
	}
	boundary := NewBoundary(NewLayer([]Area{{Code: "A", Polygons: [][][]Point{{ring}}}}))
	var places []Point
	for i := range 25000 {
		places = append(places, Point{float64(i%158) * 63, float64(i/158) * 63})
	}
	for b.Loop() {
		boundary.Masses(Quartic(300), places)
	}
}
