# Reads the SAS transport file of the format check with haven and (version 5) foreign, and compares it with the CSV of the same rows.
#
# Usage: Rscript tools/reference/format_readers.R ROWS.csv ROWS.xpt
library(haven)
args <- commandArgs(trailingOnly = TRUE)
want <- read.csv(args[1], colClasses = "character", na.strings = character(), encoding = "UTF-8", check.names = FALSE)
got <- read_xpt(args[2])
stopifnot(identical(names(want), names(got)), nrow(want) == nrow(got))
text <- function(v) {
  if (inherits(v, "Date")) format(v, "%Y-%m-%d")
  else if (inherits(v, "POSIXct")) format(v, "%Y-%m-%dT%H:%M:%S", tz = "UTC")
  else if (inherits(v, "hms")) sub(":00$", "", format(hms::as_hms(v)))
  else v
}
for (name in names(want)) {
  w <- want[[name]]; g <- got[[name]]
  kind <- if (is.double(g)) ifelse(is.na(na_tag(unclass(g))), "", paste0(".", toupper(na_tag(unclass(g))))) else rep("", length(g))
  missing <- is.na(g) | (if (is.character(g)) g == "" else FALSE)
  same <- if (is.numeric(unclass(g)) && !inherits(g, c("Date", "POSIXct", "hms"))) as.numeric(ifelse(missing, NA, w)) == g
    else ifelse(missing, NA, w) == text(g)
  stopifnot(all(same[!missing]), all(w[missing] %in% c("", ".A", ".B")), all(kind[missing] == w[missing]))
}
cat("haven agrees:", nrow(want), "rows,", ncol(want), "columns\n")
old <- try(foreign::read.xport(args[2]), silent = TRUE)
if (!inherits(old, "try-error")) {
  for (name in names(want)) {
    if (is.numeric(got[[name]])) stopifnot(isTRUE(all.equal(as.numeric(got[[name]]), as.numeric(old[[name]]), tolerance = 0)))
  }
  cat("foreign agrees\n")
} else cat("foreign:", old)
