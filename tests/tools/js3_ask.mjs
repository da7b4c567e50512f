// Asks the real AWS SDK for JavaScript who signs: one world a process, since the SDK keeps what it has read.
// Usage: node js3_ask.mjs PACKAGE_FOLDER [PROFILE] with the world's variables as the environment.
import { createRequire } from "node:module";

const [folder, profile] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
console.warn = () => {};
const { fromNodeProviderChain } = require("@aws-sdk/credential-providers");
try {
  const init = profile === undefined ? {} : { profile };
  const keys = await fromNodeProviderChain(init)();
  console.log(JSON.stringify({ status: "found", key: keys.accessKeyId, token: keys.sessionToken ?? null }));
} catch (error) {
  console.log(JSON.stringify({ status: "error", kind: error.name, message: String(error.message).slice(0, 300) }));
}
process.exit(0);
