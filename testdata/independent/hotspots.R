# Hotspots of a run computed anew by sf and spdep, sharing no code with the program:
#
#   svna demo --out out
#   Rscript hotspots.R out/E09000002_2023-05/restricted hotspots out/sample/wards.geojson 250
#
#     out/sample/crime-extract.csv
#
# It takes from the run the counts by cell (tables/hotspots-cells.csv), from the
# boundaries which cells there are, and from the extract which cells at the edge hold
# an offence of any month. With a street-level file of data.police.uk as the extract,
# and the first and the last month after it, it counts anew as well. It compares Gi*,
# the larger q-value and the clusters with the run's.
suppressMessages({library(sf); library(spdep)})
a <- commandArgs(TRUE); run <- a[1]; id <- a[2]; wards <- a[3]; size <- as.numeric(a[4])
grid <- paste("+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy",
              "+towgs84=446.448,-125.157,542.06,0.1502,0.247,0.8421,-20.4894 +units=m +no_defs") # the seven parameters
ours <- read.csv(file.path(run, "tables", paste0(id, "-cells.csv")))
suppressMessages(sf_use_s2(FALSE))
area <- suppressWarnings(st_read(wards, quiet=TRUE))
area <- st_geometry(area)
if (max(abs(st_bbox(area))) < 400) area <- st_transform(st_set_crs(area, NA) |> st_set_crs(4326), grid)
area <- st_set_crs(area, NA)
inside <- function(e, n) lengths(st_intersects(st_as_sf(data.frame(e, n), coords=c("e", "n")), area)) > 0
box <- st_bbox(area)
cells <- expand.grid(i=floor(box$xmin/size):floor(box$xmax/size), j=floor(box$ymin/size):floor(box$ymax/size))
cells <- cells[inside((cells$i+.5)*size, (cells$j+.5)*size), ]
key <- function(i, j) paste(i, j)
have <- key(ours$easting/size, ours$northing/size)
middle <- key(cells$i, cells$j)
edge <- setdiff(have, middle)                       # cells at the edge that hold an offence
x <- read.csv(a[5], check.names=FALSE)
if ("Longitude" %in% names(x)) {
  x <- x[!is.na(x$Longitude), ]
  at <- st_coordinates(st_transform(st_as_sf(x, coords=c("Longitude", "Latitude"), crs=4326), grid))
} else {
  x <- x[!is.na(x$Easting) & x$`Record Status` == "Recorded" & x$`Borough Code` == "E09000002", ]
  at <- as.matrix(x[, c("Easting", "Northing")])
}
x$i <- floor(at[,1]/size); x$j <- floor(at[,2]/size)
x <- x[inside(at[,1], at[,2]), ]
edge <- union(edge, setdiff(key(x$i, x$j), middle))
if (length(edge)) cells <- rbind(cells, setNames(as.data.frame(do.call(rbind, lapply(strsplit(edge, " "), as.numeric))), c("i", "j")))
cells <- cells[order(cells$j, cells$i), ]
cells$count <- 0
m <- match(key(cells$i, cells$j), have)
cells$count[!is.na(m)] <- ours$numerator[m[!is.na(m)]]
if (length(a) > 5) {
  serious <- x[x$`Crime type` %in% c("Violence and sexual offences", "Robbery", "Possession of weapons") & x$Month >= a[6] & x$Month <= a[7], ]
  anew <- table(factor(key(serious$i, serious$j), levels=key(cells$i, cells$j)))
  cat(sprintf("counts anew: %d offences, %d cells differ\n", nrow(serious), sum(as.vector(anew) != cells$count)))
  cells$count <- as.vector(anew)
}
nb <- dnearneigh(as.matrix(cells[, c("i", "j")]), 0, 1.5)
look <- function(count, nb) { # Gi*, the larger q-value and the hot cells
  gi <- as.numeric(localG(count, nb2listw(include.self(nb), style="B", zero.policy=TRUE), zero.policy=TRUE))
  sums <- vapply(seq_along(nb), function(k) sum(count[c(k, nb[[k]][nb[[k]] > 0])]), 0)
  tail <- mapply(function(x, e) poisson.test(x, r=e)$p.value, sums, mean(count) * (1 + card(nb)))
  q <- pmax(p.adjust(2*pnorm(-abs(gi)), "BH"), p.adjust(tail, "BH"))
  list(gi=gi, q=q, hot=q < 0.05 & gi > 0 & count > 0)
}
first <- look(cells$count, nb)
gi <- first$gi; q <- first$q; hot <- first$hot
group <- rep(0, nrow(cells)); if (any(hot)) group[hot] <- n.comp.nb(subset(nb, hot))$comp.id
second <- 0
if (any(hot)) { # the others once more by themselves: two cells, 20 offences and apart from the first
  rest <- which(!hot)
  again <- look(cells$count[rest], subset(nb, !hot))
  found <- logical(nrow(cells)); found[rest[again$hot]] <- TRUE
  if (any(found)) {
    comp <- rep(0, nrow(cells)); comp[found] <- n.comp.nb(subset(nb, found))$comp.id
    for (g in unique(comp[comp > 0])) {
      of <- which(comp == g)
      if (length(of) < 2 || sum(cells$count[of]) < 20 || any(hot[unlist(nb[of])])) next
      second <- second + 1
      group[of] <- max(group) + 1
      gi[of] <- again$gi[match(of, rest)]; q[of] <- again$q[match(of, rest)]
    }
  }
}
hot <- group > 0
o <- match(have, key(cells$i, cells$j))
cat(sprintf("%d cells, %d offences, %d with Gi* compared: largest difference %.2g; q %.2g\n", nrow(cells), sum(cells$count), sum(!is.na(ours$gi)),
            max(abs(gi[o]-ours$gi), na.rm=TRUE), max(abs(q[o]-ours$q), na.rm=TRUE)))
same <- all((ours$cluster > 0) == hot[o]) && all(tapply(group[o][ours$cluster > 0], ours$cluster[ours$cluster > 0], function(g) length(unique(g))) == 1) && length(unique(group[o][ours$cluster > 0])) == length(unique(ours$cluster[ours$cluster > 0]))
cat(sprintf("%d hot cells in %d clusters here, %d of them on the second look; the run's are %s\n", sum(hot), length(unique(group[hot])), second, if (same) "the same" else "OTHERS"))
print(sort(tapply(cells$count[hot], group[hot], sum), decreasing=TRUE))
set.seed(1); draws <- as.integer(Sys.getenv("DRAWS", "4999"))
perm <- localG_perm(cells$count, nb2listw(include.self(nb), style="B", zero.policy=TRUE), nsim=draws, zero.policy=TRUE)
pq <- p.adjust(attr(perm, "internals")[, "Pr(z != E(Gi)) Sim"], "BH")
cat(sprintf("by permutation (%d): %d of the %d hot cells have q < 0.05, and %d others above 0\n", draws, sum(pq[hot] < 0.05, na.rm=TRUE), sum(hot), sum(pq < 0.05 & gi > 0 & !hot, na.rm=TRUE)))
