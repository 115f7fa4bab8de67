# The peers' side of peers.sh: Gi*, local Moran, permutations, kernel density and the
# Knox test on the data of svna's benchmarks, by spdep, spatstat and surveillance.
# Prints the largest differences and writes the processor seconds to seconds-r.csv.
suppressMessages({library(spdep); library(spatstat.geom); library(spatstat.explore)})
a <- commandArgs(TRUE); folder <- a[1]; slow <- length(a) > 1
read <- function(f) read.csv(file.path(folder, f), header=FALSE)
seconds <- character()
used <- function() sum(proc.time()[-3]) # user and system, children too
timed <- function(stage, peer, f) { s <- used(); r <- f(); seconds <<- c(seconds, sprintf("%s,%s,%.6f", stage, peer, used()-s)); r }
g <- read("grid.csv"); x <- g$V3; at <- as.matrix(g[, 1:2])
nb <- timed("neighbours", "spdep", function() dnearneigh(at, 0, 1.5))
lw <- nb2listw(nb, style="W"); star <- nb2listw(include.self(nb), style="B")
gi <- timed("gistar", "spdep", function() as.numeric(localG(x, star)))
ii <- timed("localmoran", "spdep", function() localmoran(x, lw, conditional=TRUE)[, 1])
cat(sprintf("Gi* %.2g, local Moran %.2g\n", max(abs(gi-g$V4)), max(abs(ii-g$V5))))
if (slow) {
  set.seed(1)
  p <- timed("gistar 99", "spdep", function() localG_perm(x, star, nsim=99)) # 999 take minutes
  their <- attr(p, "internals")[, "Pr(z != E(Gi)) Sim"]
  cat(sprintf("permutation p (99 against 999): mean difference %.2g, correlation %.4f\n", mean(their-g$V6), cor(their, g$V6)))
}
p <- read("points.csv"); d <- read("density.csv")
win <- owin(c(-5000, 45000), c(-5000, 45000)) # so that nothing is cut off
k <- timed("density", "spatstat", function() density(ppp(p$V1, p$V2, window=win, check=FALSE), sigma=1250/sqrt(8), kernel="quartic", edge=FALSE, eps=250))
mine <- d$V3[match(paste(20:30, 30), paste(d$V1, d$V2))]
theirs <- k[list(x=(20:30+.5)*250, y=rep(30.5*250, 11))]
cat(sprintf("density by pixels: within %.2g of each other\n", max(abs(theirs/mine-1))))
if (requireNamespace("surveillance", quietly=TRUE) && slow) {
  e <- read("events.csv"); n <- nrow(e); w <- read("knox.csv")
  set.seed(1)
  r <- timed("knox 999", "surveillance", function() surveillance::knox(dt=dist(e$V3), ds=dist(e[, 1:2]), eps.t=13.5, eps.s=199.999999, simulate.p.value=TRUE, B=999))
  cat(sprintf("Knox: observed %d and %d, expected %.6f and %.6f, p %.3f and %.3f\n", r$statistic, w$V1, r$null.value, w$V2, r$p.value, w$V3))
}
writeLines(seconds, file.path(folder, "seconds-r.csv"))
