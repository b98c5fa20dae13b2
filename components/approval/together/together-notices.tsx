import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Notices } from "../decision/notices.tsx";
import { needsNewStatement } from "../decision/remedies.ts";
import type { useTogether } from "./use-together.ts";

interface TogetherNoticesProps {
  together: ReturnType<typeof useTogether>;
  href: string;
}

/** The requests that left the selection, with reasons, or why nothing was approved. */
export function TogetherNotices({ together, href }: TogetherNoticesProps) {
  const { refusal, reload, dropped, gone, selected } = together;
  const isKept = refusal !== undefined && needsNewStatement(refusal.code) && selected.length > 0;
  return (
    <Notices
      signIn={{ returnTo: href, note: "Nothing was decided." }}
      refusal={refusal}
      afterRefusal={isKept ? "The requests were loaded again. Your selection is kept." : ""}
      onLookAgain={reload}
    >
      {dropped.length + gone > 0 ? (
        <Alert variant="warning" title={`${dropped.length + gone} left out. You approved nothing yet.`}>
          <ul>
            {dropped.map(({ item, reason }) => (
              <li key={item.requestId}>
                {item.name}: {reason}
              </li>
            ))}
            {gone > 0 ? <li>{gone} no longer in this list. See Requests for their outcome.</li> : null}
          </ul>
          <Button variant="link" className="min-h-0 py-0 desk:min-h-0" onClick={reload}>
            Reload
          </Button>
        </Alert>
      ) : null}
    </Notices>
  );
}
