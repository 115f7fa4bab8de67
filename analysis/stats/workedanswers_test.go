package stats

import "testing"

// The worked answers that the suite carries itself. Unless a comment says
// otherwise they were computed from the cited formula by a second program, to 12
// digits; tolerance 1e-8 relative.
func TestWorkedAnswers(t *testing.T) {
	answers := formulaAnswers()
	for _, tt := range []struct {
		id   string
		want float64
	}{
		// Wilson 1927: shares of 238 of 458, none of 20, all of 20.
		{"F1_238_458_lo", 0.473921431074},
		{"F1_238_458_hi", 0.565052982453},
		{"F1_0_20_lo", 0},
		{"F1_0_20_hi", 0.161125158053},
		{"F1_20_20_lo", 0.838874841947},
		{"F1_20_20_hi", 1},
		// Breslow and Day 1987, Byar: counts of 10 and 458; a rate per 1,000.
		{"F2_byar_10_lo", 4.78744991397},
		{"F2_byar_10_hi", 18.3914586058},
		{"F2_byar_458_lo", 417.009181414},
		{"F2_byar_458_hi", 501.930439949},
		{"F2_rate", 2.08189388705},
		{"F2_rate_lo", 1.8955652088},
		{"F2_rate_hi", 2.2815849665},
		// Garwood 1936: 0 events have 3.689 as upper limit, 1 event 0.0253 to 5.572, 9 events 4.115 to 17.085.
		{"F2_exact_0_lo", 0},
		{"F2_exact_0_hi", 3.68887945411},
		{"F2_exact_1_lo", 0.0253178079843},
		{"F2_exact_1_hi", 5.57164339094},
		{"F2_exact_9_lo", 4.11537309738},
		{"F2_exact_9_hi", 17.0848034514},
		// 60 events on 42 people: variance 30 + 4·8 + 9·3 + 25 = 114.
		{"F2_repeat_x", 60},
		{"F2_repeat_lo", 40.404264809},
		{"F2_repeat_hi", 83.7543599046},
		// Newcombe 1998, table II (a), method 10: 56/70 - 48/80, 0.0524 to 0.3339.
		{"F3_a_d", 0.2},
		{"F3_a_lo", 0.0524314724024},
		{"F3_a_hi", 0.333872654037},
		// Log interval, and R's poisson.test for 3 v 9, 0 v 5 and 5 v 0.
		{"F4_rri_rr", 3.63636363636},
		{"F4_rri_lo", 2.76676913288},
		{"F4_rri_hi", 4.77927136699},
		{"F4_exact_3_9_lo", 0.0580450324181},
		{"F4_exact_3_9_hi", 1.33567619808},
		{"F4_exact_0_5_hi", 1.09127910518},
		{"F4_exact_5_0_lo", 0.916355857315},
		{"F4_risk_lo", 2.7679782694},
		{"F4_risk_hi", 4.7771836369}, // Katz 1978
		// R's poisson.test: 26 to 37, 192 to 232, and 3 to 9 = 598/4096.
		{"F5_cond_26_37", 0.207367899857},
		{"F5_cond_192_232", 0.05809603086},
		{"F5_cond_3_9", 598.0 / 4096},
		// Krishnamoorthy and Thomson 2004.
		{"F5_etest_3_0", 0.0883790094548},
		{"F5_etest_6_2", 0.174874820944},
		// Dobson 1991 on five bands of the European standard of 2013.
		{"F6_dsr", 4.74621766407},
		{"F6_lo", 4.25762762978},
		{"F6_hi", 5.27529515011},
		{"F7_E", 323.7},
		{"F7_ratio", 1.07198022861},
		{"F7_lo", 0.962141408222},
		{"F7_hi", 1.19092094143},
		// Spiegelhalter 2005.
		{"F8_prop_lo", 0.189988604046},
		{"F8_prop_hi3", 0.34461865421},
		{"F8_rate_E_up_k30", 15.8691707971},
		// Marshall 1991; equal to spdep's EBest.
		{"F9_A", 1.35590026648e-06},
		{"F9_eb1", 4.25331705457},
		{"F9_eb4", 1.0989045928},
		{"F9_pgt", 0.99490506438},
		// Making Data Count, Montgomery, Laney 2002.
		{"F10_xmr_lo", 20.5139393939},
		{"F10_xmr_hi", 55.8193939394},
		{"F10_c_hi", 56.7004196595},
		{"F10_u_hi_feb", 1.88987468098},
		{"F10_up_sz", 0.858164450911},
		{"F10_up_hi_feb", 1.79979773771},
		{"F11_feb", 111.002807236},
		{"F11_feb_lo", 78.9243443813},
		{"F11_feb_hi", 151.748642807},
		// Clocks: 180 minutes in October, 60 in March.
		{"F14_autumn_1", 2.0 / 3},
		{"F14_autumn_0", 1.0 / 6},
		{"F14_spring_0", 0.5},
		{"F14_spring_1", 0},
		// Fisher 1993.
		{"F15_mean", 17.6752976971},
		{"F15_R", 0.718535056722},
		{"F15_p", 0.00325458017971},
		{"F15_uniform", 0},
		// Benjamini and Hochberg 1995, section 4.1: 0.0095·15/4; the four smallest are rejected.
		{"F21_bh_4", 0.035625},
		{"F21_bh_5", 0.0603},
		{"F21_by_4", 0.118211907884},
		// By hand: 1, 1, 2, 6; Bernasco and Steenbeek 2017 with 100 units and 40 events.
		{"F23_gini_toy", 0.4},
		{"F23_k50_wards", 7},
		{"F23_ggini", 0.375},
		// By hand: 2 of 4 areas; 9/19; (3·16 + 1)/969.
		{"F24_jac", 0.5},
		{"F24_exp", 9.0 / 19},
		{"F24_p", 49.0 / 969},
		{"F24_rho", 0.924802110818},
		{"F24_nm1", 0.57643847611},
		{"F27_low", 2.51748251748},
		{"F27_high", 4.84848484848},
		// Kitagawa 1955, by hand.
		{"F35_pop", 28},
		{"F35_rate", 30},
		{"F35_total", 58},
		{"F37_idx", 1.84},
	} {
		if got, ok := answers[tt.id].Get(); !ok || !near(got, tt.want, 1e-8) {
			t.Errorf("%s: got %v (known %v), want %v", tt.id, got, ok, tt.want)
		}
	}
}
