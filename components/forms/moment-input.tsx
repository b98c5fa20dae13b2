import { useState } from "react";
import { absoluteTime } from "#components/text/time-text.ts";
import { cn } from "#components/ui/cn.ts";
import { useIsReady, useTimeZone } from "#components/ui/use-browser-state.ts";
import { inputClasses } from "./field.tsx";

interface MomentInputProps {
  name: string;
  /** ISO 8601. */
  defaultValue?: string | undefined;
  required?: boolean;
  id?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean;
}

/**
 * A date and time with its zone: the person's, or UTC. Sends UTC to the minute, "2026-11-24T14:05:00Z",
 * and an untouched value unchanged. Typing begins with the script, because only the browser knows the
 * zone.
 */
export function MomentInput({ name, defaultValue = "", ...props }: MomentInputProps) {
  const isReady = useIsReady();
  const zone = useTimeZone();
  /** The typed text, and its time; undefined for an untouched field. */
  const [typed, setTyped] = useState<TypedMoment>();
  const [isUtcChosen, setIsUtcChosen] = useState(false);
  const isUtc = isUtcChosen || zone === "UTC" || !isReady;
  const start = defaultValue && momentText(new Date(defaultValue), isUtc);
  const value = typed?.value ?? defaultValue;

  function choose(willBeUtc: boolean) {
    setTyped(typed && inZone(typed, willBeUtc));
    setIsUtcChosen(willBeUtc);
  }
  return (
    <span className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <span className="flex min-w-0 items-stretch">
        <input
          {...props}
          type="datetime-local"
          readOnly={!isReady}
          value={typed?.text ?? start}
          onChange={({ target }) => setTyped(typedMoment(target.value, isUtc))}
          className={cn(inputClasses, "flex-1 rounded-r-none")}
        />
        {zone === "UTC" ? (
          <span className="flex items-center rounded-r-md border border-input border-l-0 bg-muted px-3 text-muted-foreground text-sm">
            UTC
          </span>
        ) : (
          <select
            aria-label="Time zone"
            value={isUtc ? "UTC" : zone}
            onChange={({ target }) => choose(target.value === "UTC")}
            className={cn(inputClasses, "w-auto shrink-0 rounded-l-none border-l-0 bg-muted px-2")}
          >
            <option value={zone}>{zoneName(zone, value)}</option>
            <option value="UTC">UTC</option>
          </select>
        )}
      </span>
      <input type="hidden" name={name} value={value} />
      {value && !isUtc ? (
        <span className="text-[0.8125rem] text-muted-foreground tabular-nums">
          {absoluteTime(new Date(value), { timeZone: "UTC" })}
        </span>
      ) : null}
    </span>
  );
}

/** "CET": the zone at the time of the field, because it changes with the clocks. */
export function zoneName(timeZone: string, value: string): string {
  const text = absoluteTime(value ? new Date(value) : new Date(), { form: "clock", timeZone });
  return text.slice(text.indexOf(" ") + 1);
}

/** A time as a field for date and time takes it, "2026-11-24T15:05", in UTC or in the local zone. */
export function momentText(at: Date, isUtc: boolean): string {
  const minutes = isUtc ? 0 : at.getTimezoneOffset();
  return new Date(at.getTime() - minutes * 60_000).toISOString().slice(0, 16);
}

/** The time of such a text, in UTC to the minute, "2026-11-24T14:05:00Z"; empty for no time. */
function momentOf(text: string, isUtc: boolean): string {
  const at = new Date(isUtc ? `${text}Z` : text);
  return text === "" || Number.isNaN(at.getTime()) ? "" : `${at.toISOString().slice(0, 16)}:00Z`;
}

/** A field's text, and its time, as {@link momentOf}. */
export interface TypedMoment {
  text: string;
  value: string;
}

export function typedMoment(text: string, isUtc: boolean): TypedMoment {
  return { text, value: momentOf(text, isUtc) };
}

/** A change of the zone never changes the time, even in the repeated hour of autumn. */
export function inZone({ value }: TypedMoment, isUtc: boolean): TypedMoment {
  return { text: value && momentText(new Date(value), isUtc), value };
}
