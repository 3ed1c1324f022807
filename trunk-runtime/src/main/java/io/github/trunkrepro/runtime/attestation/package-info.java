/** What can be attested of a finished run, signed, and verified by somebody who did not train. */
package io.github.trunkrepro.runtime.attestation;
