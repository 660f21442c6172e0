# Average effects with sampling weights in the nuisances as well as in the scores: weighted glm for the propensity, weighted lm (or
# glm, for two levels) by arm for the outcome, fitted and evaluated on the same rows; AIPW and its influence-function standard error.
# Writes weighted_nuisances.json.
#
# Usage: Rscript tools/reference/weighted_nuisances.R [output]      (needs the package jsonlite)
library(jsonlite)
set.seed(31)
n <- 120
x1 <- round(rnorm(n), 5)
x2 <- round(runif(n), 5)
w <- as.integer(runif(n) < plogis(0.6 * x1 - 0.3))
s <- round(exp(0.5 * rnorm(n)) * 37, 4)
y <- round(1 + x1 - x2 + w * (1 + 0.5 * x1) + rnorm(n), 5)
b <- as.integer(runif(n) < plogis(0.5 * x1 + 0.7 * w))
tight <- glm.control(epsilon = 1e-15, maxit = 200)
g <- fitted(glm(w ~ x1 + x2, family = quasibinomial, weights = s, control = tight))
u <- s / mean(s)
aipw <- function(out, m0, m1) {
  phi <- m1 - m0 + w / g * (out - m1) - (1 - w) / (1 - g) * (out - m0)
  e <- weighted.mean(phi, s)
  list(estimate = e, se = sd(u * (phi - e)) / sqrt(n))
}
d <- data.frame(x1, x2)
mean_of <- function(arm) predict(lm(y ~ x1 + x2, weights = s, subset = w == arm), d)
share_of <- function(arm) predict(glm(b ~ x1 + x2, family = quasibinomial, weights = s, subset = w == arm, control = tight), d, type = "response")
result <- list(x1 = x1, x2 = x2, w = w, s = s, y = y, b = b, g = unname(g), mu0 = unname(mean_of(0)), mu1 = unname(mean_of(1)),
  numeric = aipw(y, mean_of(0), mean_of(1)), binary = aipw(b, share_of(0), share_of(1)))
arguments <- commandArgs(trailingOnly = TRUE)
out <- if (length(arguments)) arguments[1] else "tests/CausalLoom.Tests/Fixtures/weighted_nuisances.json"
write(toJSON(result, digits = NA, auto_unbox = TRUE), out)
