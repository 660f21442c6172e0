# Estimates from M synthetic copies as one, from the papers' formulas in base R: Raghunathan, Reiter and Rubin (2003) with Reiter's (2002)
# adjustment where the variance is not above 0, and T_p of Raab, Nowok and Dibben (2016). Writes release_copies.json.
#
# Usage: Rscript tools/reference/release_copies.R tests/CausalLoom.Tests/Fixtures/release_copies.json
set.seed(7)
show <- function(x) if (is.na(x)) "null" else formatC(x, digits = 17, format = "g")
list_of <- function(x) paste0("[", paste(vapply(x, show, ""), collapse = ", "), "]")
one <- function(copies, n, m, spread) {
  q <- 3 + spread * rnorm(copies)
  se <- sqrt(n / m) * (0.2 + 0.02 * runif(copies))
  v <- mean(se^2)
  b <- sum((q - mean(q))^2) / (copies - 1)
  t_f <- (1 + 1 / copies) * b - v
  r <- (1 + 1 / copies) * b / v
  df <- if (t_f > 0) (copies - 1) * (1 - 1 / r)^2 else NA
  t_star <- max(0, t_f) + (t_f <= 0) * (m / n) * v
  half <- if (t_f > 0) qt(0.975, max(1, df)) else qnorm(0.975)
  t_p <- v * (m / n + (1 + m / n) / copies)
  sprintf(paste0("{\"q\": %s, \"se\": %s, \"n\": %d, \"m\": %d, \"between_se\": %s, \"df\": %s, \"between_half\": %s, ",
                 "\"within_se\": %s}"),
          list_of(q), list_of(se), n, m, show(sqrt(t_star)), show(df), show(half * sqrt(t_star)), show(sqrt(t_p)))
}
cases <- c(one(2, 500, 500, 0.9), one(5, 500, 500, 0.3), one(5, 500, 500, 0.02), one(5, 300, 3000, 0.25), one(10, 500, 5000, 0.2),
           one(10, 1000, 250, 0.5), one(20, 500, 1500, 0.3))
writeLines(paste0("[\n  ", paste(cases, collapse = ",\n  "), "\n]"), commandArgs(trailingOnly = TRUE)[1])
