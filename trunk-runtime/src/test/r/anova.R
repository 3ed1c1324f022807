# Makes the analyses of variance that R computed and that StudyStatisticsTest compares with (the committed file comes from
# R 4.2, Debian's r-base-core).
#
#     Rscript trunk-runtime/src/test/r/anova.R > trunk-runtime/src/test/resources/golden/statistics/r.json
#
# Sizes and counts are those of scipy.json; the last axis changes fastest.

grids <- list(
  list(name = "two axes", sizes = c(3, 6), counts = c(
    713, 712, 779, 749, 759, 760, 771, 702, 748, 714, 740, 792, 754, 707, 754, 712, 775, 794)),
  list(name = "three axes", sizes = c(2, 3, 4), counts = c(
    797, 762, 786, 736, 714, 751, 744, 766, 799, 727, 785, 713, 734, 778, 724, 767, 745, 751, 794, 781, 783, 754, 798, 798)),
  list(name = "two by two", sizes = c(2, 2), counts = c(713, 720, 730, 755)))

number <- function(x) sprintf("%.17g", x)

analysis <- function(grid) {
  cells <- rev(expand.grid(lapply(rev(grid$sizes), seq_len)))
  names(cells) <- paste0("axis", seq_along(grid$sizes))
  cells[] <- lapply(cells, factor)
  cells$accuracy <- grid$counts / 1000
  found <- summary(aov(accuracy ~ ., data = cells))[[1]]
  square <- found[["Sum Sq"]]
  rows <- sapply(seq_along(square), function(i) {
    row <- paste0('{"df": ', found[["Df"]][i], ', "ss": ', number(square[i]), ', "share": ', number(square[i] / sum(square)))
    if (!is.na(found[["F value"]][i])) {
      row <- paste0(row, ', "f": ', number(found[["F value"]][i]), ', "p": ', number(found[["Pr(>F)"]][i]))
    }
    paste0("      ", row, "}")
  })
  paste0('    {"name": "', grid$name, ' (R)", "sizes": [', toString(grid$sizes), '], "counts": [', toString(grid$counts),
         '], "rows": [\n', paste(rows, collapse = ",\n"), "\n    ]}")
}

cat('{\n  "anova": [\n', paste(sapply(grids, analysis), collapse = ",\n"), "\n  ]\n}\n", sep = "")
