import { Card, CardContent, CardHeader, CardTitle } from "#components/ui/card";
import { Row, RowList } from "#components/ui/row-list";
import { Time } from "#components/ui/time";
import type { PasskeyView } from "#lib/passkeys/list-passkeys";

export function PersonPasskeys({ passkeys, now }: { passkeys: PasskeyView[]; now: Date }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Passkeys</CardTitle>
      </CardHeader>
      {passkeys.length === 0 ? (
        <CardContent className="text-muted-foreground">None. They cannot sign in or approve.</CardContent>
      ) : (
        <RowList className="first:border-t">
          {passkeys.map((passkey) => (
            <Row key={passkey.id}>
              <span className="min-w-0">
                <span className="block font-medium [overflow-wrap:anywhere]">{passkey.name}</span>
                <span className="block text-[0.8125rem] text-muted-foreground">
                  {passkey.synced ? "Synced between devices" : "On one device"} · added{" "}
                  <Time at={passkey.createdAt} now={now} />
                </span>
              </span>
              <span className="text-[0.8125rem] text-muted-foreground">
                {passkey.lastUsedAt ? (
                  <>
                    Used <Time at={passkey.lastUsedAt} now={now} />
                  </>
                ) : (
                  "Never used"
                )}
              </span>
            </Row>
          ))}
        </RowList>
      )}
    </Card>
  );
}
