/** The aggregate functions of ClickHouse 26.7 (`system.functions`). */

/** Functions whose name is case-sensitive. */
export const functions: ReadonlyArray<string> = `
  MVTEncode aggThrow any anyHeavy anyLast anyLast_respect_nulls any_respect_nulls argAndMax argAndMin
  argMax argMin avgWeighted boundingRatio categoricalInformationValue contingency corrMatrix corrStable
  covarPop covarPopMatrix covarPopStable covarSamp covarSampMatrix covarSampStable cramersV
  cramersVBiasCorrected cume_dist deltaSum deltaSumTimestamp denseRank distinctDynamicTypes
  distinctJSONPaths distinctJSONPathsAndTypes entropy estimateCompressionRatio exponentialMovingAverage
  exponentialTimeDecayedAvg exponentialTimeDecayedCount exponentialTimeDecayedMax exponentialTimeDecayedSum
  flameGraph groupArray groupArrayInsertAt groupArrayIntersect groupArrayLast groupArrayMovingAvg
  groupArrayMovingSum groupArraySample groupArraySorted groupBitAnd groupBitOr groupBitXor groupBitmap
  groupBitmapAnd groupBitmapOr groupBitmapXor groupConcat groupFormat groupNumericIndexedVector
  groupUniqArray histogram intervalLengthSum kurtPop kurtSamp lagInFrame largestTriangleThreeBuckets
  leadInFrame mannWhitneyUTest maxIntersections maxIntersectionsPosition meanZTest nonNegativeDerivative
  nothing nothingNull nothingUInt64 percentRank quantile quantileBFloat16 quantileBFloat16Weighted
  quantileDD quantileDeterministic quantileExact quantileExactExclusive quantileExactHigh
  quantileExactInclusive quantileExactLow quantileExactWeighted quantileExactWeightedInterpolated
  quantileGK quantileInterpolatedWeighted quantilePrometheusHistogram quantileTDigest
  quantileTDigestWeighted quantileTiming quantileTimingWeighted quantiles quantilesBFloat16
  quantilesBFloat16Weighted quantilesDD quantilesDeterministic quantilesExact quantilesExactExclusive
  quantilesExactHigh quantilesExactInclusive quantilesExactLow quantilesExactWeighted
  quantilesExactWeightedInterpolated quantilesGK quantilesInterpolatedWeighted quantilesPrometheusHistogram
  quantilesTDigest quantilesTDigestWeighted quantilesTiming quantilesTimingWeighted rankCorr retention
  sequenceCount sequenceMatch sequenceMatchEvents sequenceNextNode simpleLinearRegression singleValueOrNull
  skewPop skewSamp sparkbar stddevPop stddevPopStable stddevSamp stddevSampStable
  stochasticLinearRegression stochasticLogisticRegression studentTTest studentTTestOneSample sumCount
  sumKahan sumMapFiltered sumMapFilteredWithOverflow sumMapWithOverflow sumWithOverflow theilsU
  timeSeriesChangesToGrid timeSeriesDeltaToGrid timeSeriesDerivToGrid timeSeriesGroupArray
  timeSeriesIncreaseToGrid timeSeriesInstantDeltaToGrid timeSeriesInstantRateToGrid
  timeSeriesLastTwoSamples timeSeriesPredictLinearToGrid timeSeriesRateToGrid
  timeSeriesResampleToGridWithStaleness timeSeriesResetsToGrid topK topKWeighted uniq uniqCombined
  uniqCombined64 uniqExact uniqHLL12 uniqUpTo varPop varPopStable varSamp varSampStable welchTTest
  windowFunnel
`
  .trim()
  .split(/\s+/)

/** Functions whose name is taken in any case. */
export const looseFunctions: ReadonlyArray<string> = `
  analysisOfVariance approx_top_k approx_top_sum avg corr count kolmogorovSmirnovTest lag lead max min
  nth_value ntile rank row_number sum
`
  .trim()
  .split(/\s+/)

/** Other names in their own case. The last ones are what the engine makes of a suffix. */
export const functionAliases: Readonly<Record<string, string>> = {
  ST_AsMVT: "MVTEncode",
  anyLastRespectNulls: "anyLast_respect_nulls",
  anyRespectNulls: "any_respect_nulls",
  anyValueRespectNulls: "any_respect_nulls",
  firstValueRespectNulls: "any_respect_nulls",
  lastValueRespectNulls: "anyLast_respect_nulls",
  lttb: "largestTriangleThreeBuckets",
  median: "quantile",
  medianBFloat16: "quantileBFloat16",
  medianBFloat16Weighted: "quantileBFloat16Weighted",
  medianDD: "quantileDD",
  medianDeterministic: "quantileDeterministic",
  medianExact: "quantileExact",
  medianExactHigh: "quantileExactHigh",
  medianExactLow: "quantileExactLow",
  medianExactWeighted: "quantileExactWeighted",
  medianExactWeightedInterpolated: "quantileExactWeightedInterpolated",
  medianGK: "quantileGK",
  medianInterpolatedWeighted: "quantileInterpolatedWeighted",
  medianTDigest: "quantileTDigest",
  medianTDigestWeighted: "quantileTDigestWeighted",
  medianTiming: "quantileTiming",
  medianTimingWeighted: "quantileTimingWeighted",
  sparkBar: "sparkbar",
  timeSeriesLastToGrid: "timeSeriesResampleToGridWithStaleness",
  maxMappedArrays: "maxMap",
  minMappedArrays: "minMap",
  sumMappedArrays: "sumMap",
}

/** Other names taken in any case. */
export const looseFunctionAliases: Readonly<Record<string, string>> = {
  BIT_AND: "groupBitAnd",
  BIT_OR: "groupBitOr",
  BIT_XOR: "groupBitXor",
  COVAR_POP: "covarPop",
  COVAR_SAMP: "covarSamp",
  STD: "stddevPop",
  STDDEV: "stddevSamp",
  STDDEV_POP: "stddevPop",
  STDDEV_SAMP: "stddevSamp",
  VAR_POP: "varPop",
  VAR_SAMP: "varSamp",
  anova: "analysisOfVariance",
  any_value: "any",
  any_value_respect_nulls: "any_respect_nulls",
  approx_top_count: "approx_top_k",
  array_agg: "groupArray",
  array_concat_agg: "groupArrayArray",
  dense_rank: "denseRank",
  first_value: "any",
  first_value_respect_nulls: "any_respect_nulls",
  group_concat: "groupConcat",
  last_value: "anyLast",
  last_value_respect_nulls: "anyLast_respect_nulls",
  max_by: "argMax",
  min_by: "argMin",
  percent_rank: "percentRank",
  string_agg: "groupConcat",
}

/** Suffixes that make another function of a function. */
export const combinators: ReadonlyArray<string> = `
  ArgMax ArgMin Array Distinct ForEach If Map Merge OrDefault OrNull Resample SimpleState State Tuple
`
  .trim()
  .split(/\s+/)
