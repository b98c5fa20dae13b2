import { redirect } from "next/navigation";
import { requireViewer } from "#app/web/open-page";
import { singleValues } from "#app/web/query/search-params";
import { sheetHref } from "#components/policy/sheet-href.ts";
import { thresholdChoice } from "./new-threshold.ts";

/** A new threshold's editor is a sheet over the policy. */
export default async function NewThresholdPage(props: PageProps<"/policy/thresholds/new">) {
  await requireViewer("admin");
  const choice = thresholdChoice.safeParse(singleValues(await props.searchParams)).data;
  const subject = choice ? `&${new URLSearchParams(choice)}` : "";
  redirect(`${sheetHref("/policy/thresholds/new")}${subject}`);
}
