# The peers' side of peers.sh: one piece of it, on the data of svna's benchmarks, by
# spdep, spatstat, surveillance or sf. Prints the largest differences and writes the
# processor seconds to seconds-r-PIECE.csv.
a <- commandArgs(TRUE); folder <- a[1]; piece <- a[2]; permutations <- as.integer(a[3]) # of Knox
suppressMessages(switch(piece, density={library(spatstat.geom); library(spatstat.explore)}, knox=library(surveillance), areas=library(sf), library(spdep)))
read <- function(f) read.csv(file.path(folder, f), header=FALSE)
seconds <- character()
used <- function() sum(proc.time()[-3]) # user and system, children too
timed <- function(stage, peer, f) { s <- used(); r <- f(); seconds <<- c(seconds, sprintf("%s,%s,%.6f", stage, peer, used()-s)); r }
if (piece == "grid") {
  g <- read("grid.csv"); x <- g$V3; at <- as.matrix(g[, 1:2])
  nb <- timed("neighbours", "spdep", function() dnearneigh(at, 0, 1.5))
  lw <- nb2listw(nb, style="W"); star <- nb2listw(include.self(nb), style="B")
  gi <- timed("gistar", "spdep", function() as.numeric(localG(x, star)))
  ii <- timed("localmoran", "spdep", function() localmoran(x, lw, conditional=TRUE)[, 1])
  cat(sprintf("Gi* %.2g, local Moran %.2g\n", max(abs(gi-g$V4)), max(abs(ii-g$V5))))
  saveRDS(star, file.path(folder, "star.rds"))
}
if (piece == "permutations") { # after grid
  g <- read("grid.csv"); star <- readRDS(file.path(folder, "star.rds"))
  set.seed(1)
  p <- timed("gistar 999", "spdep", function() localG_perm(g$V3, star, nsim=999))
  their <- attr(p, "internals")[, "Pr(z != E(Gi)) Sim"]
  cat(sprintf("permutation p, 999 and 999: mean difference %.2g, correlation %.4f\n", mean(their-g$V6), cor(their, g$V6)))
}
if (piece == "density") {
  p <- read("points.csv"); d <- read("density.csv")
  win <- owin(c(-5000, 45000), c(-5000, 45000)) # so that nothing is cut off
  k <- timed("density", "spatstat", function() density(ppp(p$V1, p$V2, window=win, check=FALSE), sigma=1250/sqrt(8), kernel="quartic", edge=FALSE, eps=250))
  mine <- d$V3[match(paste(20:30, 30), paste(d$V1, d$V2))]
  theirs <- k[list(x=(20:30+.5)*250, y=rep(30.5*250, 11))]
  cat(sprintf("density by pixels: within %.2g of each other\n", max(abs(theirs/mine-1))))
}
if (piece == "knox") {
  e <- read("events.csv"); w <- read("knox.csv")
  set.seed(1)
  start <- used()
  r <- knox(dt=dist(e$V3), ds=dist(e[, 1:2]), eps.t=13.5, eps.s=199.999999, simulate.p.value=TRUE, B=permutations)
  seconds <- sprintf("knox a permutation,surveillance,%.6f", (used()-start)/(permutations+1))
  cat(sprintf("Knox: observed %d and %d, expected %.6f and %.6f, p %.3f and %.3f\n", r$statistic, w$V1, r$null.value, w$V2, r$p.value, w$V3))
}
if (piece == "areas") { # points into polygons, and degrees to the National Grid
  p <- read("points.csv"); found <- read("found.csv")$V1; degrees <- read("degrees.csv")
  areas <- st_as_sfc(readLines(file.path(folder, "areas.wkt")))
  points <- st_as_sf(p, coords=1:2)$geometry
  in_ <- timed("point in polygon", "sf", function() st_intersects(points, areas))
  first <- vapply(in_, function(k) if (length(k)) k[1] else 0L, 1L)
  cat(sprintf("points into polygons: %d of %d differ\n", sum(first != found+1), length(found)))
  grid <- "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m"
  xy <- timed("national grid", "sf", function() sf_project("+proj=longlat +datum=WGS84", grid, as.matrix(degrees[, 1:2])))
  cat(sprintf("National Grid: largest difference %.2g m\n", max(sqrt((xy[, 1]-degrees$V3)^2+(xy[, 2]-degrees$V4)^2))))
}
writeLines(seconds, file.path(folder, paste0("seconds-r-", piece, ".csv")))
