# Knob expressions as R itself evaluates them on a small table: hand-written ones for every function and every rule of precedence, and
# random chains of operators, with those that R refuses to parse listed too. Writes knob_expressions.json.
#
# Usage: Rscript tools/reference/knob_expressions.R [output]      (needs the package jsonlite)
library(jsonlite)
set.seed(5)
data <- data.frame(
  age = c(34L, 61L, 47L, 25L, 70L, 52L, 39L), bmi = c(22.5, 31.25, 27.1, 19.8, 24.4, 35.05, 28.3), cvd = c(0L, 1L, 0L, 0L, 1L, 1L, 0L),
  score = c(0L, 3L, 1L, 0L, 5L, 2L, 1L), p = c(.11, .5, .93, .27, .68, .04, .35),
  race = c("black", "white", "other", "white", "white", "black", "other"), flag = c(TRUE, FALSE, TRUE, TRUE, FALSE, FALSE, TRUE),
  lab = c(1.5, NA, 2.25, 3, NA, 0.5, 4), site = c("a", NA, "b", "a", "c", NA, "b"), x.y_2 = c(-1, 2.5, -.5, 0, 1, 3, -2), check.names = FALSE, stringsAsFactors = FALSE)
data[["base line`1"]] <- c(3, 1, 4, 1, 5, 9, 2)

written <- c(
  "1", "-1e-3", ".5", "2.", "1L", "1E2", "TRUE", "FALSE", "age", "x.y_2", "`base line\\`1`", "pi", "+age",
  "-2^2", "2^-1", "2^3^2", "-2^-2^-.5", "(-2)^2", "2^-1*3", "-age*bmi", "--age", "-+-age", "!cvd", "!cvd+1", "!!score", "-!cvd", "2*!cvd+1", "2^!cvd", "!age>40&cvd",
  "1-2-3", "8/4/2", "1+2*3", "(1+2)*3", "2*3^2", "-age^2/10", "age-bmi+score", "age/bmi*score", "age > 40", "age >= 47", "age < 47", "age <= 47", "age == 47", "age != 47",
  "age + 1 > 2 * bmi", "cvd | age > 60 & bmi < 25", "(cvd | age > 60) & bmi < 25", "cvd & score", "!cvd | score > 2", "TRUE + TRUE", "(age > 40) * .1 - .05",
  "exp(x.y_2)", "log(age)", "sqrt(bmi)", "abs(x.y_2)", "tanh(x.y_2)", "sin(age)", "cos(age)", "plogis(x.y_2 * 100)", "plogis(x.y_2)", "qlogis(p)", "-qlogis(p)",
  "ifelse(cvd, .1, -.1)", "ifelse(age > 50 & cvd == 1, bmi, score)", "ifelse(x.y_2 > 0, log(abs(x.y_2)), 0)", "ifelse(is.na(lab), 0, lab)", "is.na(lab)", "is.na(race)", "!is.na(lab) & age > 30",
  "ifelse(is.na(lab) | lab > 2, 1, 0)", "ifelse(is.na(lab), 0, 1) * score", "ifelse(lab > 2 & FALSE, 1, 0)", "ifelse(lab > 2 | TRUE, 1, 0)", "lab^0", "ifelse(lab %in% c(1.5, 3), 1, 2)",
  "min(age)", "max(age, bmi)", "min(age, 3, -score)", "pmin(age, 45)", "pmax(age, bmi, 40)", "pmin(3)", "pmax(x.y_2, 0)", "mean(bmi)", "sd(bmi)", "median(bmi)", "median(age + .5)", "quantile(bmi, .9)",
  "quantile(bmi, probs = 0)", "quantile(age, 1)", "quantile(bmi, .37)", "mean(lab, na.rm = TRUE)", "sd(lab, na.rm = TRUE)", "max(lab, na.rm = TRUE)", "median(lab, na.rm = TRUE)", "quantile(lab, .2, na.rm = TRUE)",
  "scale(age)", "scale(log(bmi))", "scale(cvd) * scale(age)", "ifelse(is.na(lab), 0, scale(lab))", "scale(scale(bmi) ^ 2)", "(bmi - mean(bmi)) / sd(bmi)", "age - max(age)", "mean(age > 40)", "mean(scale(age) > 0)",
  "race == \"black\"", "race != 'white'", "\"black\" == race", "(race == \"black\") * .1 + .2", "race %in% c(\"black\", \"other\")", "!race %in% 'white'", "score %in% c(0, 3, -1)", "-score %in% c(-1)", "age * score %in% 1",
  "is.na(site)", "site %in% \"a\"", "!site %in% c(\"a\", \"b\")", "ifelse(is.na(site), 0, site == \"a\")", "ifelse(is.na(site), 2, site != \"a\")", "ifelse(site == \"a\" | TRUE, 1, 0)",
  "flag", "!flag", "flag + 1", "ifelse(flag, age, bmi)", "flag == TRUE", ".02+.05*tanh(.4*cvd+.2*scale(age)+.2*scale(score)+.4*flag)",
  ".05-.01*tanh(.5*scale(score)+.6*cvd+.2*scale(age))", "1 /\n age", "age**2", "exp(-((age-50)/10)^2/2)")

keep <- function(text) {
  value <- tryCatch(suppressWarnings(eval(parse(text = text, keep.source = FALSE), data)), error = function(e) NULL)
  if (is.null(value)) return(NULL)
  value <- as.numeric(value)
  value <- if (length(value) == 1) rep(value, nrow(data)) else value
  if (length(value) != nrow(data) || any(!is.finite(value)) || max(abs(value)) > 1e9) return(NULL)
  list(text = text, values = value)
}

cases <- lapply(written, keep)
if (any(absent <- vapply(cases, is.null, TRUE))) stop("not in R: ", paste(written[absent], collapse = "   "))

# Random chains: operand, then operator and operand, now and then signs, ! and parentheses.
operand <- function() {
  sign <- sample(c("", "", "", "-", "!", "- -", "+", "-!", "!-"), 1)
  inner <- if (runif(1) < .12) paste0("(", chain(sample(3, 1)), ")") else sample(c("age", "bmi", "cvd", "score", "p", "2", ".5", "1.5", "3", "flag"), 1)
  paste0(sign, inner)
}
chain <- function(length) {
  text <- operand()
  for (k in seq_len(length)) text <- paste(text, sample(c("+", "-", "*", "/", "^", "^", "<", ">=", "==", "!=", "&", "|"), 1), operand())
  text
}
refused <- character()
while (length(cases) < length(written) + 250) {
  text <- chain(sample(2:6, 1))
  if (inherits(try(parse(text = text), silent = TRUE), "try-error")) {
    if (length(refused) < 60) refused <- c(refused, text)
  } else if (!is.null(case <- keep(text))) {
    cases <- c(cases, list(case))
  }
}

arguments <- commandArgs(trailingOnly = TRUE)
out <- if (length(arguments)) arguments[1] else "tests/CausalLoom.Tests/Fixtures/knob_expressions.json"
write(toJSON(list(table = as.list(data), cases = cases, refused = refused), digits = I(17), auto_unbox = TRUE, na = "null"), out)
