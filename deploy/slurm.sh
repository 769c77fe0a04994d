#!/bin/bash
# Workers for one study on a Slurm cluster: sbatch deploy/slurm.sh
#
# Set the study and the storage here or in the environment. The password belongs into ~/.pgpass.
#SBATCH --job-name=sluice-tune
#SBATCH --ntasks=8
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=1G
#SBATCH --time=02:00:00
#SBATCH --signal=TERM@60
#SBATCH --output=sluice-tune-%j.log
set -euo pipefail

study=${STUDY:-study.yaml}
storage=${STORAGE:-postgresql://sluice@database.example.org/sluice}

# A worker that dies takes no other with it: the rest takes over its trial.
srun --kill-on-bad-exit=0 --wait=0 --cpu-bind=cores --label \
  sluice tune "$study" --storage "$storage" --worker --threads "$SLURM_CPUS_PER_TASK"
