/** Pictures of trees and of what they do. */
package io.github.trunkrepro.runtime.report;
