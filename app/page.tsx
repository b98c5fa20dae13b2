import { redirect } from "next/navigation";
import { currentViewer } from "./web/open-page.ts";

/** The root address: redirects a signed-in person to the queue, and everyone else to sign-in. */
export default async function RootPage() {
  redirect((await currentViewer()) ? "/queue" : "/signin");
}
