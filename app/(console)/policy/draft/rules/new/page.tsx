import { redirect } from "next/navigation";
import { requireViewer } from "#app/web/open-page";
import { sheetHref } from "#components/policy/sheet-href.ts";

/** A new rule's editor is a sheet over the policy. */
export default async function NewRulePage() {
  await requireViewer("admin");
  redirect(sheetHref("/policy/draft/rules/new"));
}
