import { showFailure } from "#components/notices/toast.ts";

/** Reports an unconfirmed decision after its page was left, with the way back to the request. */
export function tellUnconfirmed(
  begunBy: "preparing" | "denying" | "sending",
  { detail, what }: { detail?: string; what?: string },
  requestId: string,
): void {
  const act = begunBy === "preparing" ? "Approval" : "Denial";
  showFailure(`${act} not confirmed: ${[detail, what].join(" ").trim()}`, {
    label: "View request",
    href: `/requests/${requestId}`,
  });
}
