import { UntrustedCode } from "../../text/untrusted-text.tsx";
import { type CommandLines, plainEffects } from "./command-lines.ts";
import { Row } from "./row.tsx";
import { CommandReading } from "./shown-value.tsx";

/**
 * What a command at the top of the page reads, writes, sets and connects to, by kind. What it deletes
 * and what can't be inspected are signals. Its steps, which the command itself shows, are one press
 * away.
 */
export function CommandEffects({ lines }: { lines: CommandLines }) {
  return (
    <>
      {plainEffects(lines).map(({ label, values }) => (
        <Row key={label} label={label}>
          {values.map((value) => (
            <UntrustedCode key={value} text={value} className="block" />
          ))}
        </Row>
      ))}
      <Row label="Steps" isAside>
        <details>
          <summary className="touch-target text-link">How it was read</summary>
          <div className="py-2">
            <CommandReading lines={lines} />
          </div>
        </details>
      </Row>
    </>
  );
}
