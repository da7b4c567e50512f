// Signs the requests on standard input, one JSON object a line, with the AWS SDK for JavaScript's signer.
import { createInterface } from "node:readline";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const signer = new SignatureV4({
    service: asked.service,
    region: asked.region,
    sha256: Sha256,
    credentials: {
      accessKeyId: asked.access_key_id,
      secretAccessKey: asked.secret_access_key,
      sessionToken: asked.session_token ?? undefined,
    },
    uriEscapePath: !asked.s3,
    applyChecksum: asked.s3 || asked.unsigned_payload,
  });
  const headers = { host: asked.host, ...Object.fromEntries(asked.headers) };
  if (asked.unsigned_payload || (asked.s3 && asked.presign)) headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
  const request = new HttpRequest({
    method: asked.method,
    protocol: "https:",
    hostname: asked.host,
    path: asked.path,
    query: Object.fromEntries(asked.query),
    headers,
    body: asked.body || undefined,
  });
  // S3 presigned: the header only says which hash to write; it is neither sent nor signed.
  const unsignable = [...asked.unsignable, ...(asked.s3 && asked.presign ? ["x-amz-content-sha256"] : [])];
  const at = { signingDate: new Date(asked.seconds * 1000), unsignableHeaders: new Set(unsignable) };
  const unhoisted = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const signed = asked.presign
    ? await signer.presign(request, { ...at, expiresIn: asked.expires, unhoistableHeaders: unhoisted })
    : await signer.sign(request, at);
  const text = asked.presign ? signed.query["X-Amz-Signature"] : signed.headers.authorization.split("Signature=")[1];
  console.log(text);
}
