/** A webhook that a person can send from a terminal: signed as Standard Webhooks say, with nothing but openssl and curl. */
export const exampleOf = ({ address, secret }: { readonly address: string; readonly secret: string }): string =>
  `secret='${secret}'
body='{"customerId":"c-1","occurredAt":"'$(date -u +%Y-%m-%dT%H:%M:%SZ)'","usage":[{"metric":"active_users","date":"'$(date -u +%Y-%m-%d)'","value":42}]}'
id="msg_$(date +%s)"
at=$(date +%s)
key=$(printf %s "\${secret#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
signature=$(printf %s "$id.$at.$body" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | base64)
curl -i '${address}' \\
  -H 'content-type: application/json' \\
  -H "webhook-id: $id" -H "webhook-timestamp: $at" \\
  -H "webhook-signature: v1,$signature" \\
  -d "$body"`
