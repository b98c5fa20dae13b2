import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import {
  attestationBounds,
  changeAttestationSetting,
  countPostponed,
  findAttestationSetting,
  isLooser,
} from "#lib/ownership/attestation-setting";

const change = z.object({ days: between("days"), graceDays: between("graceDays") });

/** More time for an agent takes a passkey. Less time does not. */
export const periodChange = defineConfirmedAction({
  name: "workspace/ownership-review",
  roles: ["admin"],
  refreshes: ["/settings/owners"],
  read: change,
  look: async (_, wanted, { db, now }) => {
    const { days, graceDays } = await findAttestationSetting(db);
    const change = { ...wanted, before: { days, graceDays }, now };
    return { days, graceDays, isLooser: await isLooser(db, change) };
  },
  about: ({ days, graceDays }) => [`${days}+${graceDays}`],
  isFast: (_, seen) => !seen.isLooser,
  question: async (wanted, seen) => {
    const { db, clock } = runtime();
    const postponed = await countPostponed(db, { ...wanted, now: clock() });
    return {
      title: "Change the ownership review periods?",
      facts: [
        fact("Review interval", fromTo(seen.days, wanted.days)),
        fact("Grace period", fromTo(seen.graceDays, wanted.graceDays)),
      ],
      consequences: [
        `Owners confirm their agents every ${counted(wanted.days, "day")}.`,
        `Agents that no one confirms are quarantined ${counted(wanted.graceDays, "day")} after that.`,
        ...(postponed > 0
          ? [
              `${counted(postponed, "agent")} ${postponed === 1 ? "gets" : "get"} more time before quarantine.`,
            ]
          : []),
      ],
      confirm: "Change periods",
    };
  },
  run: async (db, by, wanted, { days, graceDays }) => {
    const confirmedFrom = by.confirmedWith ? { days, graceDays } : undefined;
    await changeAttestationSetting(db, { ...wanted, confirmedFrom, ...by });
  },
});

function fromTo(before: number, after: number): string {
  const unchanged = before === after;
  return unchanged ? `${counted(after, "day")}, unchanged` : `${counted(after, "day")}, currently ${before}`;
}

function between(what: keyof typeof attestationBounds) {
  const { min, max } = attestationBounds[what];
  const error = `enter a whole number of days, from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}
