import type { ComparedRequest } from "./decided-before.ts";
import type { FirstTime } from "./finding.ts";
import type { HistorySummary } from "./summarize-history.ts";

/** With fewer approved requests, nearly everything an agent does is a first time. */
const leastApproved = 5;

/**
 * What none of the agent's approved requests had: the action type, the tool, or the resource. A new
 * resource is unusual only where resources repeat (two requests on average).
 */
export function findFirstTimes({ action }: ComparedRequest, history: HistorySummary): FirstTime[] {
  const { approved, ofType, withTool, ofTypeWithResource, resources, forThisResource, isCut } = history;
  const found: FirstTime[] = [];
  const isAll = !isCut;
  if (approved >= leastApproved) {
    if (ofType === 0) found.push({ kind: "first_for_agent", among: approved, isAll });
    if (action.audience !== undefined && withTool === 0)
      found.push({ kind: "first_for_tool", among: approved, isAll });
  }
  const repeat = ofTypeWithResource >= leastApproved && resources * 2 <= ofTypeWithResource;
  if (action.resource !== undefined && repeat && forThisResource === 0)
    found.push({ kind: "first_for_resource", among: ofType, isAll });
  return found;
}
