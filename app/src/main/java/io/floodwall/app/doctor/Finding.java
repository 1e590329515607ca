package io.floodwall.app.doctor;

/**
 * One thing that was looked at.
 *
 * @param check the check that found it
 * @param subject what it is about: a topic, a file, a principal
 * @param is what was found
 * @param should what it should be; empty when there is nothing to compare with
 * @param why why that matters; empty when all is well
 * @param fix a command to paste; empty when nothing is to be done
 */
record Finding(
    String check,
    Severity severity,
    String subject,
    String is,
    String should,
    String why,
    String fix) {

  static Finding ok(String check, String subject, String is) {
    return new Finding(check, Severity.OK, subject, is, "", "", "");
  }

  static Finding info(String check, String subject, String is, String why) {
    return new Finding(check, Severity.INFO, subject, is, "", why, "");
  }
}
