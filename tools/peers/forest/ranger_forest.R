# R's ranger on one problem file, one thread, as ForestBenchmark does it here.
# Usage: Rscript tools/peers/forest/ranger_forest.R FILE sklearn|ranger|classes ROUNDS PREDICTIONS
library(ranger)
args <- commandArgs(trailingOnly = TRUE)
setting <- args[2]
rounds <- as.integer(args[3])
table <- read.csv(args[1])
fold <- table$fold
x <- as.matrix(table[, setdiff(names(table), c("fold", "y", "c"))])
y <- if (setting == "classes") factor(table$c, levels = 0:1) else table$y

fit <- function(rows, seed, calls = 1) {
  a <- x[rows, , drop = FALSE]
  b <- y[rows]
  start <- proc.time()
  for (i in seq_len(calls)) {
    model <- switch(setting,
      sklearn = ranger(x = a, y = b, num.trees = 100, mtry = ncol(x), min.node.size = 1, num.threads = 1, seed = seed),
      ranger = ranger(x = a, y = b, num.trees = 100, num.threads = 1, seed = seed),
      # min.node.size 10 is ranger's own for probabilities; 1 grows the trees out, as the others do.
      classes = ranger(x = a, y = b, num.trees = 100, probability = TRUE, min.node.size = 1, num.threads = 1, seed = seed))
  }
  list(model = model, seconds = sum((proc.time() - start)[c(1, 2)]) / calls)
}

rows <- if (any(fold < 0)) which(fold < 0) else seq_along(fold)
first <- fit(rows, 1)$seconds
calls <- max(1, min(20, floor(0.5 / first)))
seconds <- sapply(seq_len(rounds), function(r) fit(rows, 1 + r, calls)$seconds)
model <- fit(rows, 1)$model
leaves <- mean(sapply(model$forest$child.nodeIDs, function(children) sum(children[[1]] == 0)))
cat(sprintf("cpu_seconds %.5f best %.5f first %.5f leaves_per_tree %.1f\n", sort(seconds)[rounds %/% 2 + 1], min(seconds), first, leaves))
p <- rep(NaN, length(fold))
for (k in 0:max(fold)) {
  predicted <- predict(fit(which(fold != k), 100 + k)$model, x[fold == k, , drop = FALSE], num.threads = 1)$predictions
  p[fold == k] <- if (setting == "classes") predicted[, "1"] else predicted
}
writeLines(sprintf("%.17g", p), args[4])
