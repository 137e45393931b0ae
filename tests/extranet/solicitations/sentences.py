"""What social workers write: sentences that name nobody and pass, and sentences that are refused, with what of them."""

ORDINARY = """
Deux refus en commission, motif : ressources insuffisantes.
Hébergée chez un tiers à Boulogne-sur-Mer depuis mars, la situation n’est plus tenable.
Le Touquet-Paris-Plage : aucun logement adapté dans le parc social.
La demande SIAO est active, le recours DALO a été rejeté en septembre 2025.
La CCAPEX a été saisie le 12 octobre 2026, sans réponse à ce jour.
Pas-de-Calais Habitat propose un T3 à Hénin-Beaumont, loyer de 412 €.
Le bailleur demande un garant ; Action Logement a été sollicité pour une garantie Visale.
Audience au tribunal judiciaire d’Arras le 03/12/2026.
Le concours de la force publique est accordé à partir du 1er avril 2027.
Commandement de quitter les lieux reçu le 5 novembre 2026.
Couple avec deux enfants de 3 et 7 ans, hébergé à l’hôtel par le 115.
Monsieur est en arrêt longue maladie, Madame travaille à temps partiel.
Madame a été hospitalisée ; son retour à domicile suppose un logement de plain-pied.
Mme est hébergée par une amie, mais doit partir avant Noël.
Monsieur X dort dans sa voiture depuis trois semaines.
La famille a déposé une demande de logement social en 2021.
Famille monoparentale, trois enfants, suroccupation reconnue.
Dette de loyer : 3 450 €, plan d’apurement de 50 € par mois respecté depuis mai.
Le dossier de surendettement est recevable depuis juin (Banque de France).
Orientation vers une pension de famille à Saint-Omer refusée faute de place.
Une place en CHRS à Béthune est possible, 2 places à Lens.
Le CCAS de Liévin accompagne le ménage depuis 2023.
La MSD de Calais et la Mission locale suivent la situation.
Expulsion prévue le 15.01.2027 ; aucune solution de relogement.
Sortie d’hôpital prévue fin novembre, sans domicile.
Bail glissant envisagé avec Soliha ou l’association d’insertion.
Le logement est insalubre : arrêté de péril, l’ARS est informée.
Ressources : RSA et APL, soit environ 980 € par mois.
AAH accordée par la MDPH jusqu’au 31/12/2029.
Le bailleur social n° 1 a refusé, le n° 2 n’a pas répondu.
Un T2 au rez-de-chaussée, dans l’Artois ou le Ternois, conviendrait.
Nous souhaitons une étude à plusieurs partenaires : CAF, bailleur, CMP.
Titre de séjour valable jusqu’en juin 2028, demande de naturalisation en cours.
Pas de suivi psychiatrique actuellement ; relais CSAPA refusé.
La personne souhaite rester près de l’école des enfants.
L’aîné passe le bac cette année, la fratrie est scolarisée à Bruay-la-Buissière.
Le fonds de solidarité logement a accordé 600 € en 2025.
Violences conjugales : dépôt de plainte fait, mise à l’abri demandée au 3919.
Rendez-vous le mardi 24 novembre à 14 h 30 à la maison des solidarités.
Permanence 8:30-12:00 et 13:30-17:00, sans rendez-vous.
Loyer 520 €, charges 85 €, ressources 1 240 €, reste à vivre 6,50 € par jour.
Demande urgente !!! TRES URGENT : coupure d’électricité (EDF) annoncée.
MENAGE HEBERGE A L’HOTEL DEPUIS LE MOIS DE MARS, EXPULSION PREVUE EN AVRIL.
Un accompagnement « Un chez-soi d’abord » a été évoqué avec le SIAO du Pas-de-Calais.
Contact pris avec la préfecture et la sous-préfecture de Lens le 2 novembre.
L’UDAF exerce une mesure de curatelle renforcée.
Le FJT de Boulogne n’accepte plus après 30 ans.
Hébergement en CADA terminé ; statut de réfugié obtenu à Calais.
Grossesse de sept mois, naissance prévue en janvier.
Retraite de 870 € ; ASPA demandée à la CARSAT.
Le ménage vient d’Afghanistan et parle un peu français.
Restos du Cœur et Secours populaire aident pour l’alimentaire.
Jeune de 19 ans sortant de l’aide sociale à l’enfance, sans ressources.
Logement de 28 m² pour quatre personnes à Berck.
Propriétaire en vente ; congé donné pour le 30 juin 2027.
La Communauté d’agglomération Béthune-Bruay, Artois Lys Romane est informée.
À Antibes, Valbonne et Grasse, rien n’est disponible avant l’été.
Sophia Antipolis : le salarié dort au camping de Biot.
Il a quitté la région PACA pour les Hauts-de-France en 2024.
A été expulsé en 2022. Est à la rue depuis.
Voir la sollicitation S-7K2M-9QXD, même difficulté.
Le CHRS accepte les couples, mais pas les animaux.
On attend l’avis du médecin de l’ARS. Rien d’autre.
Depuis quand est-il à la rue ? Depuis deux mois environ.
Le ménage relève de la commune de Saint-Martin-Boulogne.
Merci de nous dire si la plateforme peut étudier la situation.
Le conseil départemental et la caisse d’allocations familiales sont d’accord.
Suivi par l’équipe de la Vie active à Arras.
- mesure ASLL demandée
- dossier FSL déposé
Bonjour, la commission a lieu jeudi. Cordialement.
La plateforme de Lens-Hénin a déjà répondu pour un autre ménage.
Nous avons rencontré l’Association d’insertion (exemple) et le Bailleur social n° 2 (exemple).
Elle est arrivée en France fin Avril, et repart à la Toussaint.
La commune du Portel a répondu ; hébergement possible à Fleury.
Appartement au 2e étage, 3 pièces, porte étroite, sans ascenseur.
La Maison Relais de Carvin est complète.
Le Service Social de l’hôpital de Lens nous a saisis.
Loi du 6 juillet 1989, décret du 30 octobre 2018.
Il manque 1 200 € ; 3 mois de loyer, 12 000 € de dettes au total.
""".strip().splitlines()

REFUSED = {
    # e-mails and links
    "Écrire à marie.martin@exemple.fr": "courriel",
    "joignable : k.dupont @ exemple . fr": "courriel",
    "adresse dupont arobase exemple point fr": "courriel",
    "dupont(at)exemple.fr": "courriel",
    "Voir https://www.exemple.fr/dossier/12": "lien",
    "Page facebook.com/quelqu-un": "lien",
    "www.exemple.org": "lien",
    # telephones
    "tél. 0321234567": "telephone",
    "au 03 21 23 45 67": "telephone",
    "06.12.34.56.78 le soir": "telephone",
    "06-12-34-56-78": "telephone",
    "06/12/34/56/78": "telephone",
    "+33 6 12 34 56 78": "telephone",
    "+33 (0)6 12 34 56 78": "telephone",
    "0033612345678": "telephone",
    "O6 12 34 56 78": "telephone",
    "０６ １２ ３４ ５６ ７８": "telephone",
    "06 12 34 56 78": "telephone",
    "(06) 12 34 56 78": "telephone",
    "061 234 56 78": "telephone",
    "zéro six douze trente-quatre cinquante-six soixante-dix-huit": "telephone",
    "+32 470 12 34 56": "telephone",
    # numbers
    "NIR 1 84 03 62 498 012 45": "nir",
    "184036249801245": "nir",
    "2 90 07 2A 004 123": "nir",
    "290072B00412367": "nir",
    "IBAN FR76 3000 6000 0112 3456 7890 189": "iban",
    "allocataire 1234567": "numero",
    "n° CAF : dossier n° 0456123": "numero",
    "demande n° 062031234567811234": "numero",
    # births
    "née le 3 mars 1984": "naissance",
    "né en 1984": "naissance",
    "Date de naissance : 03/03/84": "naissance",
    "né(e) le 12.06.1990": "naissance",
    "l’enfant est né le 4 juin": "naissance",
    "né à Douai": "naissance",
    "DDN 030384": "naissance",
    "aura ses 18 ans le 4 juin": "naissance",
    "depuis le 03/03/1984": "date",
    "1984-03-03": "date",
    "le 14 juillet 2001": "date",
    "03031984": "date",
    # addresses
    "habite 12 bis rue des Lilas": "adresse",
    "12, rue jean jaures": "adresse",
    "3 avenue de la République à Lens": "adresse",
    "logé boulevard Basly": "adresse",
    "24 place de la République": "adresse",
    "5 résidence Les Glycines": "adresse",
    "appt 12, bât. C": "adresse",
    "Chemin du Moulin": "adresse",
    # names
    "M. Dupont est hébergé": "nom",
    "Mme Marie Martin": "nom",
    "madame dupont a un refus": "nom",
    "M. et Mme Kowalczyk": "nom",
    "Mr Zborowski dort dehors": "nom",
    "la famille Ndoumbe": "nom",
    "la famille dupont": "nom",
    "famille : Ndoumbe": "nom",
    "son fils Zoran est scolarisé": "nom",
    "DUPONT Marie": "nom",
    "Zborowska Wanda": "nom",
    "Ndoumbe Zwelithini est arrivé hier": "nom",
    "MADAME DUPONT EST HEBERGEE": "nom",
    "situation de kevin et de sa compagne": "nom",
    "fatoumata est enceinte": "nom",
    "Jean-Pierre vit seul": "nom",
    "chez Ndoumbe depuis mars": "nom",
    "Bonjour, c’est à propos de Chloé.": "nom",
    "Zoubeir, Kenzy et Ilyass sont scolarisés": "nom",
    "un certain Mohamed Ben Salah": "nom",
    "hébergé chez Durand": "nom",
    "la mère prénommée Rose": "nom",
    "J. Zborowski a appelé": "nom",
    "M. D. est hébergé": "initiales",
    "Mme B. souhaite rester": "initiales",
    "K.D. est hébergé": "initiales",
    "Monsieur K a été reçu": "initiales",
    "L’enfant T. est placé": "initiales",
}
