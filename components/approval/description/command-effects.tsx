import { UntrustedCode } from "../../text/untrusted-text.tsx";
import { type CommandLines, plainEffects } from "./command-lines.ts";
import { Row } from "./row.tsx";
import { CommandReading } from "./shown-value.tsx";

/** A command's effects by kind, and its steps behind a press. Deletions and opaque parts are signals. */
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
