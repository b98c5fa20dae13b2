import { showFailure } from "#components/notices/toast.ts";

/** Says of a decision whose page was left that it wasn't confirmed, and leads back to its request. */
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
