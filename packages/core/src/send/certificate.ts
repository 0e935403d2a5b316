import type { ServiceError } from './service-error';

/** What is wrong with the certificate of the other side; `other` is for whoever runs it to mend. */
export type CertificateFault = 'untrusted' | 'expired' | 'misnamed' | 'other';

// Node's names for what OpenSSL finds, and its own for a name that is not in the certificate.
const faults: { [code: string]: CertificateFault } = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'untrusted',
  CERT_UNTRUSTED: 'untrusted',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'misnamed',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'misnamed',
  HOSTNAME_MISMATCH: 'misnamed',
  CERT_CHAIN_TOO_LONG: 'other',
  CERT_REJECTED: 'other',
  CERT_REVOKED: 'other',
  CERT_SIGNATURE_FAILURE: 'other',
  CRL_HAS_EXPIRED: 'other',
  CRL_NOT_YET_VALID: 'other',
  CRL_SIGNATURE_FAILURE: 'other',
  ERROR_IN_CERT_NOT_AFTER_FIELD: 'other',
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 'other',
  ERROR_IN_CRL_LAST_UPDATE_FIELD: 'other',
  ERROR_IN_CRL_NEXT_UPDATE_FIELD: 'other',
  INVALID_CA: 'other',
  INVALID_PURPOSE: 'other',
  PATH_LENGTH_EXCEEDED: 'other',
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 'other',
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: 'other',
  UNABLE_TO_DECRYPT_CRL_SIGNATURE: 'other',
  UNABLE_TO_GET_CRL: 'other',
};

/** What an error says of a certificate; undefined when it says nothing. */
export function certificateFault({ errno = '' }: ServiceError): CertificateFault | undefined {
  return Object.hasOwn(faults, errno) ? faults[errno] : undefined;
}

/** Whether the other side answered in plain text where TLS was spoken. */
export function isPlainText({ message }: ServiceError): boolean {
  return /SSL routines.*(wrong version number|packet length too long|http request)/.test(message);
}
