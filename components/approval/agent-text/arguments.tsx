import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import type { RequestView } from "#lib/requests/request-view";
import { JsonValue } from "./json-value.tsx";

/** The complete arguments of the action. `isSigned`: an approval signs exactly these. */
export function Arguments({ action, isSigned }: { action: RequestView["action"]; isSigned: boolean }) {
  return (
    <Card aria-labelledby="arguments">
      <CardHeader>
        <div>
          <CardTitle id="arguments">Parameters</CardTitle>
          <CardDescription>
            {isSigned
              ? "Complete list. Your passkey signs exactly these values."
              : "Complete list, as sent by the agent."}
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        {Object.keys(action.params).length > 0 ? (
          <JsonValue value={action.params} />
        ) : (
          <p className="text-muted-foreground">No parameters.</p>
        )}
      </CardContent>
    </Card>
  );
}
