import { runtime } from "#app/runtime/runtime";
import { CommonValues, ValueLabel } from "#components/approval/together/common-values";
import { sharedFirstTimes } from "#components/approval/together/marks";
import type { TogetherTable } from "#components/approval/together/together-item.ts";
import { shownNames } from "#lib/requests/page/shown-names";
import { compareRows } from "#lib/requests/queue/compare-rows";
import type { TogetherRequest } from "#lib/requests/queue/list-together";
import { countSameAction } from "#lib/requests/unusual/count-same-action";
import { listUnusual } from "#lib/requests/unusual/find-unusual";
import type { Viewer } from "#lib/sessions/session";
import { togetherItem } from "./together-item.tsx";

/** The only column of equal requests. */
const equalColumn = { key: "request", label: "Request", isAmount: false };

/** Equal values once, different values in columns, and unusual requests first. */
export async function togetherTable(
  viewer: Viewer,
  requests: TogetherRequest[],
  now: Date,
): Promise<TogetherTable> {
  const { db } = runtime();
  const [first] = requests;
  if (!first) return { items: [], columns: [], common: null, layout: "" };
  const views = requests.map(({ view }) => view);
  const digests = views.map(({ actionDigest }) => actionDigest);
  const renderings = requests.map(({ offer }) => offer.rendering);
  const [sameAction, names, findings] = await Promise.all([
    countSameAction(db, viewer, { agentId: first.view.agent.id, digests }, now),
    shownNames(db, viewer, ...renderings),
    listUnusual(db, viewer, views, now),
  ]);
  const { common, columns, rows } = compareRows(renderings);
  const shared = sharedFirstTimes(findings);
  const items = requests.map((request, index) =>
    togetherItem(request, {
      ...{ columns, shared, names, now, values: rows[index] ?? new Map(), findings: findings[index] ?? [] },
      sameAction: sameAction.get(request.view.actionDigest) ?? 0,
    }),
  );
  return {
    items: items.toSorted((one, other) => rank(one) - rank(other)),
    columns:
      columns.length === 0
        ? [equalColumn]
        : columns.map((column) => ({
            ...{ key: column.key, isAmount: column.isAmount },
            label: <ValueLabel value={column} />,
          })),
    common:
      common.length + shared.length > 0 ? (
        <CommonValues values={common} findings={shared} names={names} now={now} />
      ) : null,
    layout: JSON.stringify([common, columns, shared]),
  };
}

/** Unusual requests first, then requests that have to be opened, then the rest in the given order. */
function rank({ marks, needsOpening }: TogetherTable["items"][number]): number {
  if (marks !== null) return 0;
  return needsOpening ? 1 : 2;
}
