import { redirect } from "next/navigation";
import { currentViewer } from "#app/viewer";

/** The bare address: the queue for whoever is signed in, sign-in for everybody else. */
export default async function RootPage() {
  redirect((await currentViewer()) ? "/queue" : "/signin");
}
