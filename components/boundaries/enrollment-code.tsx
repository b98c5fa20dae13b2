import { CopyNow } from "#components/credentials/created";
import { LocalTime } from "#components/text/local-time";
import { CodeBlock } from "#components/ui/code-block";

/** The command with a code that was just issued. */
export function EnrollmentCode(props: { origin: string; issued: { code: string; expiresAt: Date } }) {
  const { code, expiresAt } = props.issued;
  return (
    <>
      <CopyNow noun="code" role="status">
        It's valid once, until <LocalTime at={new Date(expiresAt)} />.
      </CopyNow>
      <CodeBlock
        label="Command"
        text={`countersign boundary register --url ${props.origin} --code ${code}`}
      />
    </>
  );
}
