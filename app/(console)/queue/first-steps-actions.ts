"use server";

import { revalidatePath } from "next/cache";
import { cookies } from "next/headers";
import { runtime } from "#app/runtime/runtime";
import { requireViewer } from "#app/web/open-page";
import { hiddenCookie } from "./first-steps-cookie.ts";

const yearSeconds = 365 * 86_400;

export async function hideFirstSteps(): Promise<void> {
  const { personId } = await requireViewer();
  const jar = await cookies();
  jar.set(hiddenCookie(personId), "1", {
    ...({ path: "/queue", sameSite: "lax", httpOnly: true } as const),
    secure: runtime().config.origin.startsWith("https:"),
    maxAge: yearSeconds,
  });
  revalidatePath("/queue");
}
