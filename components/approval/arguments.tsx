import type { RequestView } from "#lib/requests/request-view";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "../ui/card.tsx";
import { JsonValue } from "./json-value.tsx";

/** The complete arguments of the action. `isSigned`: an approval signs exactly these. */
export function Arguments({ action, isSigned }: { action: RequestView["action"]; isSigned: boolean }) {
  return (
    <Card aria-labelledby="arguments">
      <CardHeader>
        <div>
          <CardTitle id="arguments">Arguments</CardTitle>
          <CardDescription>
            {isSigned
              ? "All of them. Your passkey signs exactly these."
              : "All of them, as the agent sent them."}
          </CardDescription>
        </div>
      </CardHeader>
      <CardContent>
        {Object.keys(action.params).length > 0 ? (
          <JsonValue value={action.params} />
        ) : (
          <p className="text-muted-foreground">The action has no arguments.</p>
        )}
      </CardContent>
    </Card>
  );
}
