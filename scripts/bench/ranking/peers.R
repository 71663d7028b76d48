# The same work as ours, by R: reads what peers.ts wrote, prints a line a figure: name, then median milliseconds.
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
rounds <- as.integer(arguments[2])
settings <- as.list(as.numeric(arguments[3:6]))
names(settings) <- c("permutations", "reach", "fewest", "bandwidth")
sizes <- as.integer(strsplit(arguments[7], ",")[[1]])
field <- as.list(as.numeric(strsplit(arguments[8], ",")[[1]]))
names(field) <- c("columns", "rows", "cell", "x", "y")
asked <- strsplit(arguments[9], ",")[[1]]

has <- function(name) {
  found <- suppressWarnings(requireNamespace(name, quietly = TRUE))
  version <- if (found) as.character(packageVersion(name)) else "missing"
  cat("package", name, version, "\n")
  found
}
figure <- function(name, work, times = rounds) {
  spent <- replicate(times, system.time(work(), gcFirst = TRUE)[["elapsed"]])
  cat("figure", name, 1000 * median(spent), "\n")
}
points <- function(size) {
  values <- readBin(file.path(folder, paste0("points-", size, ".bin")), "double", 2 * size)
  matrix(values, ncol = 2)
}
cell_counts <- function(at) {
  i <- floor((at[, 1] - field$x) / field$cell)
  j <- floor((at[, 2] - field$y) / field$cell)
  tabulate(j * field$columns + i + 1, field$columns * field$rows)
}

cat("package R", as.character(getRversion()), "\n")
cells <- expand.grid(i = seq_len(field$columns) - 1, j = seq_len(field$rows) - 1)
centres <- cbind(cells$i, cells$j) * field$cell
some <- points(sizes[2])

if (has("spdep")) {
  suppressPackageStartupMessages(library(spdep))
  # By distance: for queen neighbours of so many squares many times faster than cell2nb and poly2nb.
  weights <- function() nb2listw(include.self(dnearneigh(centres, 0, 1.5 * field$cell)), style = "B")
  counts <- cell_counts(some)
  if ("weights" %in% asked) figure("spdep_weights_and_local_g", function() localG(counts, weights()))
  if ("statistics" %in% asked) {
    ready <- weights()
    figure("spdep_local_g", function() localG(counts, ready))
    writeBin(as.numeric(localG(counts, ready)), file.path(folder, "z.bin"))
    row_weights <- nb2listw(dnearneigh(centres, 0, 1.5 * field$cell), style = "W")
    figure("spdep_local_moran", function() localmoran(counts, row_weights))
    figure("spdep_permutations", function() localG_perm(counts, ready, nsim = settings$permutations), 1)
  }
  if ("wholes" %in% asked) {
    ready <- weights()
    statistic <- function(counts, w) {
      z <- as.numeric(localG(counts, w))
      q <- p.adjust(2 * pnorm(-abs(z)), "BH")
      order(-z, q)
    }
    for (size in sizes) {
      at <- points(size)
      figure(paste0("whole_", size), function() statistic(cell_counts(at), weights()))
      figure(paste0("whole_ready_", size), function() statistic(cell_counts(at), ready))
    }
  }
}
if ("dbscan" %in% asked && has("dbscan")) {
  cluster <- function() dbscan::dbscan(some, eps = settings$reach, minPts = settings$fewest)
  figure("dbscan", cluster)
  cat("clusters", max(cluster()$cluster), "\n")
}
if ("kde" %in% asked && has("spatstat.explore") && has("spatstat.geom")) {
  suppressPackageStartupMessages({
    library(spatstat.geom)
    library(spatstat.explore)
  })
  all <- points(sizes[3])
  window <- owin(field$x + c(0, field$columns * field$cell), field$y + c(0, field$rows * field$cell))
  pattern <- ppp(all[, 1], all[, 2], window = window, check = FALSE)
  # Its sigma is the kernel's standard deviation: bandwidth / sqrt(8) for the quartic.
  surface <- function() {
    density(pattern, sigma = settings$bandwidth / sqrt(8), kernel = "quartic", edge = FALSE,
            dimyx = c(field$rows, field$columns))
  }
  figure("kde", surface)
}
