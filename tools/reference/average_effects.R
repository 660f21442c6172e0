# Average effects for given nuisances, in base R from the definitions: outcome regression, Hajek weighting, AIPW and TMLE
# (glm with an offset for the fluctuation) for the ATE and the ATT, and weighting and the orthogonal score for the overlap
# population; influence-function and clustered standard errors. Writes average_effects.json.
#
# Usage: Rscript tools/reference/average_effects.R [output]      (needs the package jsonlite)
library(jsonlite)
set.seed(20)
n <- 60
x <- round(rnorm(n), 6)
g <- round(plogis(0.8 * x), 6)
w <- as.integer(runif(n) < g)
s <- round(runif(n, 0.5, 2), 6)
cluster <- rep(1:15, each = 4)
se <- function(v) sd(v) / sqrt(length(v))
clustered <- function(v) { u <- tapply(v, cluster, sum); G <- length(u); sqrt(sum(u^2) * G / (G - 1)) / length(v) }

tmle <- function(y, mu0, mu1, low, high, bound, single, weights) {
  scaled <- (y - low) / (high - low)
  clip <- function(q) pmin(pmax((q - low) / (high - low), bound), 1 - bound)
  q0 <- qlogis(clip(mu0)); q1 <- qlogis(clip(mu1)); qa <- ifelse(w == 1, q1, q0)
  control <- glm.control(epsilon = 1e-15, maxit = 200)
  if (single) {
    h <- w / g - (1 - w) / (1 - g)
    e <- coef(suppressWarnings(glm(scaled ~ -1 + h + offset(qa), family = binomial, weights = weights, control = control)))
    e0 <- -e; e1 <- e
  } else {
    h1 <- w / g; h0 <- (1 - w) / (1 - g)
    e <- coef(suppressWarnings(glm(scaled ~ -1 + h0 + h1 + offset(qa), family = binomial, weights = weights, control = control)))
    e0 <- e[1]; e1 <- e[2]
  }
  m0 <- low + (high - low) * plogis(q0 + e0 / (1 - g)); m1 <- low + (high - low) * plogis(q1 + e1 / g)
  psi <- weighted.mean(m1 - m0, weights)
  phi <- m1 - m0 + w / g * (y - m1) - (1 - w) / (1 - g) * (y - m0)
  list(estimate = psi, se = se(weights * (phi - psi)))
}

one <- function(y, mu0, mu1, weights) {
  weights <- weights / mean(weights)
  phi <- mu1 - mu0 + w / g * (y - mu1) - (1 - w) / (1 - g) * (y - mu0)
  aipw <- weighted.mean(phi, weights)
  m1 <- weighted.mean(y[w == 1], (weights / g)[w == 1]); m0 <- weighted.mean(y[w == 0], (weights / (1 - g))[w == 0])
  ifw <- weights * w / g * (y - m1) / mean(weights * w / g) - weights * (1 - w) / (1 - g) * (y - m0) / mean(weights * (1 - w) / (1 - g))
  p <- weighted.mean(w, weights)
  term <- w * (y - mu0) - (1 - w) * g / (1 - g) * (y - mu0)
  att <- weighted.mean(term, weights) / p
  odds <- g / (1 - g)
  a1 <- weighted.mean(y[w == 1], weights[w == 1]); a0 <- weighted.mean(y[w == 0], (weights * odds)[w == 0])
  ipwatt <- weights * w * (y - a1) / mean(weights * w) - weights * (1 - w) * odds * (y - a0) / mean(weights * (1 - w) * odds)
  o1 <- weighted.mean(y[w == 1], (weights * (1 - g))[w == 1]); o0 <- weighted.mean(y[w == 0], (weights * g)[w == 0])
  tilt <- g * (1 - g) + (1 - 2 * g) * (w - g)
  top <- tilt * (mu1 - mu0) + w * (1 - g) * (y - mu1) - (1 - w) * g * (y - mu0)
  ato <- sum(weights * top) / sum(weights * tilt)
  list(
    or_ate = weighted.mean(mu1 - mu0, weights), or_att = weighted.mean((mu1 - mu0)[w == 1], weights[w == 1]), or_ato = weighted.mean(mu1 - mu0, weights * g * (1 - g)),
    ipw_ate = list(estimate = m1 - m0, se = se(ifw)), ipw_att = list(estimate = a1 - a0, se = se(ipwatt)), ipw_ato = o1 - o0,
    aipw_ate = list(estimate = aipw, se = se(weights * (phi - aipw)), clustered = clustered(weights * (phi - aipw))),
    aipw_att = list(estimate = att, se = se(weights * (term - w * att) / p)),
    aipw_ato = list(estimate = ato, se = se(weights * (top - tilt * ato) / mean(weights * tilt))))
}

mu0 <- round(x + 0.1, 6); mu1 <- round(1.5 * x + 1, 6)
y <- round(ifelse(w == 1, mu1, mu0) + rnorm(n), 6)
b0 <- round(plogis(x - 0.5), 6); b1 <- round(plogis(0.7 * x + 0.4), 6)
b <- as.integer(runif(n) < ifelse(w == 1, b1, b0))
unit <- rep(1, n)
result <- list(
  g = g, w = w, s = s, cluster = cluster, y = y, mu0 = mu0, mu1 = mu1, b = b, b0 = b0, b1 = b1,
  plain = one(y, mu0, mu1, unit), weighted = one(y, mu0, mu1, s),
  tmle = tmle(y, mu0, mu1, min(y), max(y), 5e-4, FALSE, unit), tmle_single = tmle(y, mu0, mu1, min(y), max(y), 1e-6, TRUE, unit),
  tmle_weighted = tmle(y, mu0, mu1, min(y), max(y), 5e-4, FALSE, s / mean(s)),
  tmle_binary = tmle(b, b0, b1, 0, 1, 5e-4, FALSE, unit), tmle_binary_single = tmle(b, b0, b1, 0, 1, 1e-6, TRUE, unit))
arguments <- commandArgs(trailingOnly = TRUE)
out <- if (length(arguments)) arguments[1] else "tests/CausalLoom.Tests/Fixtures/average_effects.json"
write(toJSON(result, digits = NA, auto_unbox = TRUE), out)
