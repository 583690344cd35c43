/**
 * The webview's formats of dates, numbers and names, each made once: making one takes up to a millisecond, and a list draws
 * dozens of rows for a key.
 */

/** A function that makes what it makes once for each locale and options. */
function once<Options, Format>(
  make: (locale: string, options: Options) => Format,
): (locale: string, options: Options) => Format {
  const made = new Map<string, Format>();
  return (locale, options) => {
    const key = `${locale} ${JSON.stringify(options)}`;
    let format = made.get(key);
    if (format === undefined) {
      format = make(locale, options);
      made.set(key, format);
    }
    return format;
  };
}

/** As `new Intl.DateTimeFormat`. With the zone in the options: without it, a computer that travels keeps the old one. */
export const dateFormat = once(
  (locale, options: Intl.DateTimeFormatOptions & { timeZone: string }) =>
    new Intl.DateTimeFormat(locale, options),
);

/** As `new Intl.NumberFormat`. */
export const numberFormat = once(
  (locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);

/** As `new Intl.ListFormat`. */
export const listFormat = once(
  (locale, options: Intl.ListFormatOptions) => new Intl.ListFormat(locale, options),
);

/** As `new Intl.DisplayNames`. */
export const displayNames = once(
  (locale, options: Intl.DisplayNamesOptions) => new Intl.DisplayNames(locale, options),
);
