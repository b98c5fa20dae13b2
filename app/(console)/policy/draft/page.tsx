import { redirect } from "next/navigation";
import { requireViewer } from "#app/web/open-page";

/** The draft is on the policy's page. */
export default async function DraftPage() {
  await requireViewer("admin");
  redirect("/policy");
}
