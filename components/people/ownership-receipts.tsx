import { Download } from "lucide-react";
import { UtcTime } from "#components/text/utc-time";

export interface OwnershipReceiptLink {
  /** The offer that was accepted, or the attestation. */
  id: string;
  at: Date;
  what: string;
}

/** Receipts of signatures about an agent, to store and verify without this server. */
export function OwnershipReceipts({ receipts }: { receipts: OwnershipReceiptLink[] }) {
  if (receipts.length === 0) return null;
  return (
    <ul aria-label="Receipts" className="flex flex-wrap gap-x-5 gap-y-1 px-4 pb-3 sm:px-5">
      {receipts.map(({ id, at, what }) => (
        <li key={id}>
          <a
            href={`/api/ownership/receipts/${id}`}
            download={`ownership-receipt-${id}.json`}
            className="inline-flex min-h-11 fine:min-h-8 items-center gap-1.5 text-link underline underline-offset-3"
          >
            <Download aria-hidden className="size-4" />
            Receipt of the {what} · <UtcTime at={at} />
          </a>
        </li>
      ))}
    </ul>
  );
}
