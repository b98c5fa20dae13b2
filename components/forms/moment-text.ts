/** A time as a field for date and time takes it, "2026-11-24T15:05", in UTC or in the local zone. */
export function momentText(at: Date, isUtc: boolean): string {
  const minutes = isUtc ? 0 : at.getTimezoneOffset();
  return new Date(at.getTime() - minutes * 60_000).toISOString().slice(0, 16);
}

/** The time that such a text means, in UTC to the minute, "2026-11-24T14:05:00Z"; empty for no time. */
function momentOf(text: string, isUtc: boolean): string {
  const at = new Date(isUtc ? `${text}Z` : text);
  return text === "" || Number.isNaN(at.getTime()) ? "" : `${at.toISOString().slice(0, 16)}:00Z`;
}

/** A field's text, and the time that it means, as {@link momentOf}. */
export interface TypedMoment {
  text: string;
  value: string;
}

export function typedMoment(text: string, isUtc: boolean): TypedMoment {
  return { text, value: momentOf(text, isUtc) };
}

/**
 * The same time in the other zone. Choosing a zone changes no time, not even in the hour that the clocks
 * repeat in autumn, whose local text means two times.
 */
export function inZone({ value }: TypedMoment, isUtc: boolean): TypedMoment {
  return { text: value && momentText(new Date(value), isUtc), value };
}
