import type { RequestSource } from "#lib/requests/request-source";
import { sourceWords } from "./source-words.ts";

/** The boundary of a request, and the proof. */
export function Source({ source }: { source: RequestSource }) {
  const words = sourceWords(source);
  if (!words) return <>Agent's key</>;
  return (
    <span className="[overflow-wrap:anywhere]">
      {words.name}
      <span className="block text-[0.8125rem] text-muted-foreground">
        {words.credential ? (
          <>
            By {words.credential.kind}{" "}
            <code className="break-all font-mono text-[0.8125rem]">{words.credential.id}</code>
          </>
        ) : (
          "Reported by the agent"
        )}
      </span>
    </span>
  );
}
