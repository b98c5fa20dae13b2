import { UtcTime } from "#components/text/utc-time";
import { Button } from "#components/ui/button";
import { CodeBlock } from "#components/ui/code-block";
import { Icon } from "#components/ui/icon";

/** The receipts of a request's approvals, to store and verify without this server. */
export function Receipts(props: {
  approvals: { id: string; by: string; at: Date }[];
  /** Address of the server with the published keys, for the command to verify a receipt. */
  keysFrom: string | undefined;
}) {
  const [first] = props.approvals;
  if (!first) return null;
  return (
    <div className="grid gap-3">
      <ul className="grid gap-2">
        {props.approvals.map((approval) => (
          <li key={approval.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="min-w-0 [overflow-wrap:anywhere]">
              Receipt · {approval.by} · <UtcTime at={approval.at} />
            </span>
            <Button asChild variant="outline">
              <a href={`/api/receipts/${approval.id}`} download={`receipt-${approval.id}.json`}>
                <Icon name="download" />
                Download<span className="sr-only"> receipt: {approval.by}</span>
              </a>
            </Button>
          </li>
        ))}
      </ul>
      {props.keysFrom ? (
        <div className="grid gap-1.5">
          <CodeBlock
            label="Verify offline"
            text={`curl -fsS ${props.keysFrom}/.well-known/jwks.json -o countersign-keys.json
countersign verify receipt-${first.id}.json --jwks countersign-keys.json`}
            isCommand
            className="bg-card"
          />
          <p className="text-muted-foreground text-[0.8125rem]">
            Keep both files. Old keys are unpublished after 30 days.{" "}
            <a href="/verify" className="text-link underline underline-offset-3">
              Verify in the browser
            </a>
          </p>
        </div>
      ) : null}
    </div>
  );
}
