/** Patterns of dates and times, for fields that take them as text. */

/** `2026-01-31` */
export const day = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"

/** `08:30` */
export const minute = "([01][0-9]|2[0-3]):[0-5][0-9]"
