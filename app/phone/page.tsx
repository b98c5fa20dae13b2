import type { Metadata } from "next";
import { pageTitle } from "#app/web/open-page";
import { EntryShell } from "#components/shell/entry-shell";
import { PhoneForm } from "./phone-form.tsx";

export const metadata: Metadata = { ...pageTitle("Add passkey"), referrer: "no-referrer" };

/** Where the QR code leads. Opening the page changes nothing (invariant 15): its button uses the link. */
export default function PhonePage() {
  return (
    <EntryShell
      title="Add a passkey on this phone"
      description="Your other device shows a QR code and stays open next to you."
    >
      <PhoneForm />
    </EntryShell>
  );
}
