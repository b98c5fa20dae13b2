import type { ReactNode } from "react";
import { Card, Fact, Facts } from "#components/ui/card";
import { CopyButton } from "#components/ui/copy-button";
import { UntrustedCode } from "../text/untrusted-text.tsx";

/** For reviewers: IDs, the digest, and the exact signed text. `challenge` comes with a statement only. */
export function Technical(props: {
  requestId: string;
  agentId: string;
  actionDigest: string;
  /** Of the tool's answer, as reported. */
  resultSha256: string | null | undefined;
  signed: { text: string; challenge: string } | undefined;
}) {
  return (
    <Card>
      <details>
        <summary className="px-4 py-3 font-medium sm:px-5">
          Technical details{" "}
          {props.signed ? (
            <span className="ml-2 font-normal text-[0.8125rem] text-muted-foreground [body:has([data-final])_&]:invisible">
              What your passkey signs
            </span>
          ) : null}
        </summary>
        <div className="border-t px-4 py-4 sm:px-5">
          <Facts>
            <Fact name="Request">
              <span className="flex flex-wrap items-center gap-x-2">
                <Code>{props.requestId}</Code>
                <CopyButton variant="ghost" label="Copy" text={props.requestId} of="request ID" />
              </span>
            </Fact>
            <Fact name="Agent">
              <Code>{props.agentId}</Code>
            </Fact>
            <Fact name="Action digest">
              <Code>{props.actionDigest}</Code>
            </Fact>
            {props.resultSha256 ? (
              <Fact name="Result digest">
                <Code>{props.resultSha256}</Code>
                <span className="block text-[0.8125rem] text-muted-foreground">
                  SHA-256 of the tool's answer, as reported.
                </span>
              </Fact>
            ) : null}
            {props.signed ? (
              <>
                <Fact name="Statement">
                  <UntrustedCode text={props.signed.text} />
                </Fact>
                <Fact name="Challenge">
                  <Code>{props.signed.challenge}</Code>
                  <span className="block text-[0.8125rem] text-muted-foreground">
                    SHA-256 of “countersign/approval/v1”, a newline and the statement. Your browser recomputes
                    it before the passkey prompt.
                  </span>
                </Fact>
              </>
            ) : null}
          </Facts>
        </div>
      </details>
    </Card>
  );
}

function Code({ children }: { children: ReactNode }) {
  return <code className="break-all font-mono text-[0.8125rem]">{children}</code>;
}
