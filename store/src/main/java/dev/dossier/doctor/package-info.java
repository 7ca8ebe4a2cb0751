/** Whether rows and bytes agree, both ways: {@link dev.dossier.doctor.Doctor} examines and repairs what is safe. */
@NullMarked
package dev.dossier.doctor;

import org.jspecify.annotations.NullMarked;
