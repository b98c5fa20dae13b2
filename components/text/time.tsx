import { cn } from "#components/ui/cn.ts";
import { absoluteTime, relativeTime } from "./relative-time.ts";

/**
 * A moment: relative in the text and absolute in the tooltip, or the other way round. Rendered on
 * the server.
 */
export function Time(props: {
  at: Date;
  now: Date;
  /**
   * The format of the text; "both" shows the absolute time and, less prominently, the relative one.
   */
  show?: "relative" | "absolute" | "both";
  className?: string;
}) {
  const relative = relativeTime(props.at, props.now);
  const absolute = absoluteTime(props.at);
  const show = props.show ?? "relative";
  return (
    <time
      dateTime={props.at.toISOString()}
      title={show === "absolute" ? relative : absolute}
      className={cn("tabular-nums", props.className)}
    >
      {show === "relative" ? relative : absolute}
      {show === "both" ? (
        <>
          {" "}
          <span className="inline-block text-muted-foreground">({relative})</span>
        </>
      ) : null}
    </time>
  );
}
