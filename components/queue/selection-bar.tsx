import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { denyRequest } from "#components/approval/decision/approve-request.ts";
import type { Result } from "#components/approval/together/approve-together.ts";
import { denySeveral } from "#components/approval/together/deny-several.ts";
import { DenyTogether } from "#components/approval/together/deny-together";
import { showToast } from "#components/notices/toast.ts";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { Button, LinkButton } from "#components/ui/button";
import { TextLink } from "#components/ui/link";
import type { DenyReason } from "#lib/policy/action-types/action-type";
import { clearSelection, extendSelection, type SelectedRow, selectedRows } from "./selected-rows.ts";

/** Denies the queue's selection. Approval takes Review together, which shows the signed content. */
export function SelectionBar({ reasons, longest }: { reasons: DenyReason[]; longest: number }) {
  const router = useRouter();
  const rows = useSelectedRows();
  const [isDenying, setIsDenying] = useState(false);
  const [failed, setFailed] = useState<Result[]>([]);
  const [, startRefresh] = useTransition();
  const ids = rows.flatMap((row) => row.ids);
  const hrefs = new Set(rows.map(({ togetherHref }) => togetherHref));
  const [togetherHref] = hrefs.size === 1 && ids.length > 1 ? hrefs : [];

  async function deny(asked: readonly string[], why: { text: string; reason: DenyReason | undefined }) {
    setIsDenying(true);
    const results = await denySeveral(asked, (id) => denyRequest(id, why));
    setIsDenying(false);
    const refused = results.filter(({ state }) => state !== "denied");
    setFailed(refused);
    const denied = results.length - refused.length;
    if (denied > 0) showToast(`${counted(denied, "request")} denied`);
    clearSelection();
    // Failures are told before a refresh, which would replace the bar.
    if (refused.length === 0) startRefresh(() => router.refresh());
  }

  if (rows.length === 0 && failed.length === 0) return null;
  return (
    <section
      aria-label="Selection"
      data-selection-bar
      className="fixed inset-x-4 bottom-20 z-20 mx-auto grid w-fit max-w-xl gap-2 rounded-lg border bg-card px-4 py-2 shadow-lg desk:bottom-6 desk:left-[14.5rem]"
    >
      {failed.length > 0 ? (
        <Alert variant="danger" title={`${counted(failed.length, "request")} not confirmed as denied`}>
          <ul>
            {failed.map(({ request, detail }) => (
              <li key={request}>
                <TextLink href={`/requests/${request}`}>{request}</TextLink>: {detail}
              </li>
            ))}
          </ul>
          <Button variant="link" onClick={() => startRefresh(() => router.refresh())}>
            Reload
          </Button>
        </Alert>
      ) : null}
      {rows.length > 0 ? (
        <div className="flex flex-wrap items-center gap-3">
          <span role="status" className="tabular-nums">
            {isDenying ? "Sending…" : `${ids.length} selected`}
          </span>
          {togetherHref === undefined ? null : (
            <LinkButton href={togetherHref} variant="outline">
              Review together
            </LinkButton>
          )}
          <DenyTogether
            ids={ids}
            isDisabled={isDenying}
            reasons={reasons}
            longest={longest}
            onDeny={(asked, text, reason) => void deny(asked, { text, reason })}
          />
          <Button variant="ghost" onClick={clearSelection}>
            Clear
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** The selected rows. A click with Shift extends the selection from the click before. */
function useSelectedRows(): SelectedRow[] {
  const [rows, setRows] = useState<SelectedRow[]>([]);
  useEffect(() => {
    let last: HTMLInputElement | undefined;
    const read = () => setRows(selectedRows());
    const click = ({ target, shiftKey }: MouseEvent) => {
      if (!(target instanceof HTMLInputElement) || !target.matches("[data-select]")) return;
      const from = last;
      last = target;
      if (shiftKey && from) extendSelection(from, target);
    };
    // The browser keeps what was checked when the page is loaded again.
    read();
    document.addEventListener("change", read);
    document.addEventListener("click", click);
    return () => {
      document.removeEventListener("change", read);
      document.removeEventListener("click", click);
    };
  }, []);
  return rows;
}
